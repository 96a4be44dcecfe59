/** Rejects where it takes longer, in milliseconds; what it is of may still come, and is nobody's then. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let overdue: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    overdue = setTimeout(() => reject(new Error('not in time')), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(overdue);
  }
}
