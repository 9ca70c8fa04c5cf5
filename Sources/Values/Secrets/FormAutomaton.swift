/// Finds many byte strings in one pass over a text (Aho and Corasick, "Efficient string matching", 1975).
///
/// A state is the longest end of what was read that begins one of the strings. O(n) for a text of n bytes, whatever the
/// strings are.
struct FormAutomaton: Sendable {
  typealias State = Int32

  /// Nothing was read that begins a string.
  static let root: State = 0

  /// One state of the trie; its further children follow the first one as siblings.
  private struct Node: Sendable {
    var byte: UInt8 = 0
    var firstChild: State = 0
    var sibling: State = 0
    /// The state of the longest proper end of this one that begins a string too.
    var fallback: State = 0
    var depth: Int32 = 0
    /// The length of the longest string that ends here; 0 if none does.
    var longest: Int32 = 0
    /// How many of the bytes read last begin a string that goes on.
    var open: Int32 = 0
  }

  private var nodes = [Node()]
  /// What follows the root, for each byte.
  private var first = [State](repeating: 0, count: 256)

  /// An automaton of these strings, none of them empty.
  init(_ strings: some Collection<[UInt8]>) {
    if strings.isEmpty { return }
    nodes.reserveCapacity(strings.reduce(1) { $0 + $1.count })
    for string in strings { add(string) }
    connect()
  }

  var isEmpty: Bool { nodes.count == 1 }

  /// Whether any string begins with `byte`.
  @inline(__always)
  func mayBegin(with byte: UInt8) -> Bool { first[Int(byte)] != Self.root }

  /// How many of the bytes read last may belong to a string that is not complete.
  func openCount(of state: State) -> Int { Int(nodes[Int(state)].open) }

  /// The length of the longest string that ends with the byte read last; 0 if none does.
  func match(at state: State) -> Int { Int(nodes[Int(state)].longest) }

  /// The state after one more byte.
  func next(_ state: State, _ byte: UInt8) -> State {
    var state = state
    while state != Self.root {
      let child = child(of: state, byte)
      if child != Self.root { return child }
      state = nodes[Int(state)].fallback
    }
    return first[Int(byte)]
  }

  // MARK: - Construction

  private mutating func add(_ string: [UInt8]) {
    var state = Self.root
    for byte in string {
      let known = state == Self.root ? first[Int(byte)] : child(of: state, byte)
      state = known == Self.root ? append(byte, to: state) : known
    }
    nodes[Int(state)].longest = nodes[Int(state)].depth
  }

  private func child(of state: State, _ byte: UInt8) -> State {
    var child = nodes[Int(state)].firstChild
    while child != Self.root, nodes[Int(child)].byte != byte { child = nodes[Int(child)].sibling }
    return child
  }

  private mutating func append(_ byte: UInt8, to parent: State) -> State {
    let new = State(nodes.count)
    let depth = nodes[Int(parent)].depth + 1
    nodes.append(Node(byte: byte, sibling: nodes[Int(parent)].firstChild, depth: depth))
    nodes[Int(parent)].firstChild = new
    if parent == Self.root { first[Int(byte)] = new }
    return new
  }

  /// Fills in the fallbacks, shallow states first.
  private mutating func connect() {
    var queue = [Self.root]
    queue.reserveCapacity(nodes.count)
    var cursor = 0
    while cursor < queue.count {
      let parent = queue[cursor]
      cursor += 1
      var child = nodes[Int(parent)].firstChild
      while child != Self.root {
        let index = Int(child)
        if parent != Self.root {
          let fallback = next(nodes[Int(parent)].fallback, nodes[index].byte)
          nodes[index].fallback = fallback
          nodes[index].longest = max(nodes[index].longest, nodes[Int(fallback)].longest)
        }
        let hasChildren = nodes[index].firstChild != Self.root
        nodes[index].open = hasChildren ? nodes[index].depth : nodes[Int(nodes[index].fallback)].open
        queue.append(child)
        child = nodes[index].sibling
      }
    }
  }
}
