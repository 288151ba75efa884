/** A button that takes a sound from a file. */

/** label: for screen readers, where the words beside the button do not say for what. */
export function SoundFile({ words, label, done }: { words: string; label?: string; done: (sound: Blob) => unknown }) {
  return (
    <label class="button button-small file-button">
      <span>{words}</span>
      <input
        class="unseen"
        type="file"
        accept="audio/*"
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file !== undefined) void done(file);
        }}
      />
    </label>
  );
}
