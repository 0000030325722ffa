import type {
  Account,
  ApiKey,
  IssuedKey,
  NewAccount,
  NewTenant,
  SignUp,
  TenantChange,
} from "@neuron/contract";

/** Who sends a request with a key. */
export interface Identity {
  readonly tenant: string;
  readonly keyId: string;
  readonly disabled: boolean;
  /** Null: as many requests as it likes. */
  readonly rate: RateLimit | null;
}

export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
  /** The same in words of HTTP: the header `RateLimit-Policy`. */
  readonly policy: string;
}

/** Whether a request may pass. */
export interface RateVerdict {
  readonly passed: boolean;
  /** How many more may come at once. */
  readonly left: number;
  /** Until there is one more; 0 for one that passed. */
  readonly retryAfterMs: number;
}

export type SignUpResult =
  | { readonly made: true; readonly account: NewAccount }
  | { readonly made: false; readonly retryAfterMs: number };

/** The accounts as the API sees them. What changes something is one script, safe to repeat. */
export interface Accounts {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Null: there is no such key. Rarely asks Redis. */
  identify(key: string): Identity | null | Promise<Identity | null>;
  /** Counts a request of this tenant. Rarely asks Redis. */
  countRequest(tenant: string, rate: RateLimit): RateVerdict | Promise<RateVerdict>;
  /** `address` is whose sign-ups are counted; null counts nobody's. */
  signUp(given: SignUp, address: string | null): Promise<SignUpResult>;
  get(id: string): Promise<Account | null>;
  /** Null: no such account. `too_many`: it has as many keys as it may have. */
  issueKey(tenant: string, name: string): Promise<IssuedKey | "too_many" | null>;
  keys(tenant: string): Promise<readonly ApiKey[] | null>;
  /** False: there is no such key. `last`: the last one is spared where asked for. */
  revokeKey(tenant: string, keyId: string, spareLast: boolean): Promise<boolean | "last">;
  /** For the operator. */
  readonly admin: {
    create(given: NewTenant): Promise<NewAccount>;
    list(options: { readonly cursor: string; readonly limit: number }): Promise<{
      readonly tenants: Account[];
      readonly cursor: string | null;
    }>;
    change(id: string, change: TenantChange): Promise<Account | null>;
    /** Null: no such account. What is under way must end first. */
    delete(id: string): Promise<{ readonly deleted: boolean; readonly underWay: number } | null>;
    /** `operation` names it: the same one is done once. */
    grant(id: string, amount: number, operation: string): Promise<Account | "unlimited" | "too_few" | null>;
  };
}
