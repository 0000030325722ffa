import "../styles/account.css";
import { useEffect } from "preact/hooks";
import { Problem } from "../parts/problem.js";
import { apiKey } from "../service/keys.js";
import { AccountDetails } from "./account-details.js";
import { AdminKeyForm } from "./admin-key-form.js";
import { KeyList } from "./key-list.js";
import { NewKeyNotice, SignIn, SignUpForm } from "./sign-in.js";
import { account, accountError, loadAccount, newKey, service } from "./state.js";

/** Who one is to the service: an open one knows nobody, one with accounts knows keys. */
export const AccountView = () => {
  const key = apiKey.value;
  useEffect(() => {
    void loadAccount();
  }, [key]);
  const state = service.value;
  return (
    <div class="page account">
      <h1>Account</h1>
      {accountError.value && (
        <Problem error={accountError.value} action={{ label: "Try again", run: () => void loadAccount() }} />
      )}
      {newKey.value && <NewKeyNotice issued={newKey.value} />}
      {state === "open" && (
        <section class="panel card">
          <h2>This service is open</h2>
          <p>
            Everybody on this machine may use it, and nobody needs a key. Its operator can turn accounts on
            with <code>NEURON_ACCOUNTS=1</code>.
          </p>
        </section>
      )}
      {state === "key-needed" && (
        <div class="cards">
          <SignIn />
          <SignUpForm />
        </div>
      )}
      {account.value && (
        <>
          <AccountDetails account={account.value} />
          <KeyList />
        </>
      )}
      {state !== "unknown" && <AdminKeyForm />}
    </div>
  );
};
