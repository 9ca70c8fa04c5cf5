/// An array or inline table whose closing bracket has not been read yet.
struct OpenContainer {
  let node: Int32
  /// How deep it is nested in its statement's value, from 1.
  let depth: Int
}
