declare module "piston-client" {
  interface Client {
    runtimes(): Promise<{ language: string }[]>;
    execute(...given: unknown[]): Promise<unknown>;
  }
  export const piston: (options: { server: string }) => Client;
}
