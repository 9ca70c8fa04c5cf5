/// A value stored apart from what it belongs to, so that what rarely has one stays small to copy.
public indirect enum Boxed<Content: Sendable>: Sendable {
  case content(Content)

  /// The value.
  public var content: Content {
    switch self {
    case .content(let content): content
    }
  }
}
