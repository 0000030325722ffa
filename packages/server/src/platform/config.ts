/** Settings of one instance. Read once, validated, frozen; nothing else reads the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Everything that is kept: images, Redis data. */
  readonly dataDir: string;
  /** Absent: the supervisor starts a `redis-server` on a Unix socket in the data directory. */
  readonly redisUrl: string | null;
  /** Prefix of every key in Redis. */
  readonly redisPrefix: string;
  readonly poolSize: number;
  readonly runtime: string;
  /** Every sandbox is destroyed after one execution. */
  readonly singleUse: boolean;
  readonly logLevel: string;
}
