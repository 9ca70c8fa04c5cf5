/// Arrays of C strings, as the operating system takes them.
enum CStrings {
  typealias Pointers = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

  /// Runs `body` with the texts as C strings in an array that ends in a null pointer.
  ///
  /// One allocation holds all of them.
  static func with<Result>(_ texts: [String], _ body: (Pointers) -> Result) -> Result {
    let size = texts.reduce(0) { $0 + $1.utf8.count + 1 }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: max(1, size)) { bytes in
      withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<CChar>?.self, capacity: texts.count + 1) { pointers in
        var offset = 0
        for (index, text) in texts.enumerated() {
          pointers.initializeElement(at: index, to: bytes.baseAddress?.advanced(by: offset))
          offset = copy(text, to: bytes, at: offset)
        }
        pointers.initializeElement(at: texts.count, to: nil)
        return body(pointers)
      }
    }
  }

  /// Copies a text with its terminating NUL; returns the offset behind it.
  private static func copy(_ text: String, to bytes: UnsafeMutableBufferPointer<CChar>, at start: Int) -> Int {
    var text = text
    return text.withUTF8 { utf8 in
      var offset = start
      for byte in utf8 {
        bytes.initializeElement(at: offset, to: CChar(bitPattern: byte))
        offset += 1
      }
      bytes.initializeElement(at: offset, to: 0)
      return offset + 1
    }
  }
}
