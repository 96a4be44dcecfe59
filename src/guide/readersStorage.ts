/** A browser's storage as one reader has it: whoever signs in after them finds none of it. */
export function readersStorage(
  reader: string,
  storage: () => Pick<Storage, 'getItem' | 'setItem'>
): () => Pick<Storage, 'getItem' | 'setItem'> {
  const own = (key: string) => `${key}.${encodeURIComponent(reader)}`;
  return () => {
    const shared = storage();
    return {
      getItem: (key) => shared.getItem(own(key)),
      setItem: (key, value) => shared.setItem(own(key), value),
    };
  };
}
