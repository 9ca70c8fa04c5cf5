/// A binary heap: the least element first.
struct Heap<Element: Comparable & Sendable>: Sendable {
  private var elements: [Element] = []

  /// The least element, which stays.
  var first: Element? { elements.first }
  var isEmpty: Bool { elements.isEmpty }

  /// Adds an element.
  ///
  /// O(log n).
  mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, elements[child] < elements[(child - 1) / 2] {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Removes and returns the least element.
  ///
  /// O(log n).
  mutating func popFirst() -> Element? {
    guard let first else { return nil }
    let last = elements.removeLast()
    guard !elements.isEmpty else { return first }
    elements[0] = last
    sink()
    return first
  }

  /// Moves the first element to where it belongs.
  private mutating func sink() {
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < elements.count else { return }
      let right = left + 1
      let child = right < elements.count && elements[right] < elements[left] ? right : left
      if elements[parent] <= elements[child] { return }
      elements.swapAt(parent, child)
      parent = child
    }
  }
}
