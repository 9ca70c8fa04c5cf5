internal import Effects

/// What the verbs about locks begin with.
extension Console {
  /// The locks of the user's session; nothing, which is told, if they cannot be read.
  func lockInventory() -> LockInventory? {
    do { return try LockInventory(LockFolder(session: session)) } catch {
      complain("the locks cannot be read: \(error.message)")
      return nil
    }
  }
}
