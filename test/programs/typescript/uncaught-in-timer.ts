const later = (ms: number): void => {
  setTimeout((): void => {
    const o: any = undefined; o.property as string;
  }, ms);
};
later(1);
