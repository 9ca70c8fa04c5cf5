/// The words that stand for booleans where only text can be given.
public enum BooleanWord {
  /// The boolean that `text` names, in any letter case; nothing for any other text.
  public static func parse(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on", "1": true
    case "false", "no", "off", "0": false
    default: nil
    }
  }
}
