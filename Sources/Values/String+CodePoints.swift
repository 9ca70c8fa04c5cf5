extension String {
  /// Whether both consist of the same code points; unlike `==`, which ignores how a character is composed.
  public func isIdentical(to other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
