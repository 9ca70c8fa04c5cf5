#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The environment that the processes of a run have in common: made into C strings once.
final class EnvironmentBlock {
  private var names: [String: Int] = [:]
  private var values: [String] = []
  private var strings: [UnsafeMutablePointer<CChar>?] = []

  /// An environment of the given variables; later ones win.
  init(_ variables: some Sequence<(name: String, value: String)>) {
    for (name, value) in variables {
      if let position = names[name] {
        values[position] = value
      } else {
        names[name] = values.count
        values.append(value)
      }
    }
    strings = Array(repeating: nil, count: values.count)
    for (name, position) in names {
      strings[position] = Self.inherited(name, values[position]) ?? Self.string("\(name)=\(values[position])")
    }
  }

  deinit {
    for string in strings { string?.deallocate() }
  }

  /// A value that is not UTF-8 as pyflow itself has got it: its text could not tell the bytes.
  private static func inherited(_ name: String, _ value: String) -> UnsafeMutablePointer<CChar>? {
    guard value.unicodeScalars.contains("\u{FFFD}"), let original = getenv(name), String(cString: original) == value
    else { return nil }
    return string(
      Array("\(name)=".utf8CString.dropLast()) + UnsafeBufferPointer(start: original, count: strlen(original) + 1))
  }

  private static func string(_ text: String) -> UnsafeMutablePointer<CChar> { string(Array(text.utf8CString)) }

  private static func string(_ bytes: [CChar]) -> UnsafeMutablePointer<CChar> {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    bytes.withUnsafeBufferPointer { copy.initialize(from: $0.baseAddress ?? UnsafePointer(copy), count: bytes.count) }
    return copy
  }

  /// The value of a variable.
  func value(of name: String) -> String? {
    names[name].map { values[$0] }
  }

  /// The position of a variable among the strings.
  fileprivate func position(of name: String) -> Int? { names[name] }

  fileprivate var pointers: [UnsafeMutablePointer<CChar>?] { strings }
}

/// The environment of one process: that of the run, and variables of its own, which win.
struct ProcessEnvironment {
  private let block: EnvironmentBlock
  private let own: [(name: String, value: String)]

  init(_ block: EnvironmentBlock, adding own: [(name: String, value: String)] = []) {
    self.block = block
    self.own = own
  }

  /// The value of a variable.
  func value(of name: String) -> String? {
    own.last { $0.name == name }?.value ?? block.value(of: name)
  }

  /// Runs `body` with the variables as C strings in an array that ends in a null pointer.
  func withPointers<Result>(_ body: (CStrings.Pointers) -> Result) -> Result {
    CStrings.with(own.map { "\($0.name)=\($0.value)" }) { added in
      var pointers = block.pointers
      var positions: [String: Int] = [:]
      for (index, variable) in own.enumerated() {
        if let position = block.position(of: variable.name) ?? positions[variable.name] {
          pointers[position] = added[index]
        } else {
          positions[variable.name] = pointers.count
          pointers.append(added[index])
        }
      }
      pointers.append(nil)
      return pointers.withUnsafeMutableBufferPointer { body($0) }
    }
  }
}
