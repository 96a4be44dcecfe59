import { useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { Press } from '../../actions/replayView';

/**
 * When the press that ends in a click went down, in the browser's own time of the input: a page that was busy hands presses
 * on late. `around` goes on an element around the button, `of` takes the button's click.
 */
export function usePress() {
  const began = useRef<number | null>(null);
  return {
    around: {
      onPointerDownCapture: (event: PointerEvent) => (began.current = event.timeStamp),
      onKeyDownCapture: (event: KeyboardEvent) =>
        // A key that repeats went down before, perhaps for something else on the page.
        (began.current = event.repeat ? (began.current ?? -Infinity) : event.timeStamp),
    },
    of({ nativeEvent }: MouseEvent): Press {
      // Screen readers click without a press; a pointer that was pressed elsewhere answers nothing.
      const at = began.current ?? (nativeEvent.detail === 0 ? nativeEvent.timeStamp : -Infinity);
      began.current = null;
      return { trusted: nativeEvent.isTrusted, began: at };
    },
  };
}
