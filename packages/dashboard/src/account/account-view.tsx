export const AccountView = () => <h1>Account</h1>;
