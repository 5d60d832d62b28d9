/** English: sound files. */
export default {
  title: "Sound files",
  lead: "Recordings that callers hear. A destination Announcement plays one of them.",
  upload: "Upload a sound file",
  empty: {
    title: "No sound file yet",
    words:
      "Upload a WAV file, such as a greeting. Then an incoming call or a number can lead to it: destination Announcement.",
  },
  columns: { name: "Name", length: "Length", size: "Size", changed: "Changed", used: "Used by" },
  unused: "nothing yet",
  play: "Play {{name}}",
  stop: "Stop {{name}}",
  unplayable: "{{name}} could not be played.",
  delete: "Delete {{name}}",
  tooLarge: "The file is too large: at most 50 MB.",
  uploaded: "{{name}} is uploaded",
  form: {
    file: "File",
    fileHelp: "A WAV file of 8, 16, 32 or 48 kHz, of at most ten minutes and 50 MB.",
    choose: "Choose a file",
    name: "Name",
    nameHelp: "Letters, digits, _ and -, such as welcome.",
    replace: "Write over the file that has this name",
    progress: "Uploading {{name}}",
    sent: "{{sent}} of {{total}}",
    act: "Upload",
  },
};
