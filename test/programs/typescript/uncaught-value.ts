type Thrown = { code: number };
throw { code: 3 } as Thrown;
