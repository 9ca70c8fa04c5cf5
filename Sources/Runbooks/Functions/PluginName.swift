/// The names of plugins: `NAME` of the executable `pyflow-plugin-NAME` (design 3.4).
public enum PluginName {
  /// What the executable's name begins with.
  public static let prefix = "pyflow-plugin-"
  /// The longest name, in bytes.
  public static let maximumSize = 64

  /// Whether `name` is one: letters, digits, `_`, `-` and `.`, none of the last two at the start.
  public static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "."),
      name.utf8.count <= maximumSize
    else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      default: false
      }
    }
  }
}
