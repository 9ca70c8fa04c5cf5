internal import Text

/// What a command's text does with the variables that values are put into (POSIX.1-2017, XCU 2.6.4; bash's manual,
/// "Shell Arithmetic").
///
/// A value in `x={{ V }}` is data, but `$((x))`, `eval "$x"` or `${!x}` would read it once more, as code. So the text is
/// looked through for such readings; what comes of them is refused for every value that is stored.
struct ShellFlow {
  typealias Name = [UInt8]

  /// For each variable the values that are put into it.
  private var stored: [Name: Set<Int>] = [:]
  /// The values that are assigned by `declare` and its kin.
  var declared: Set<Int> = []
  /// Every value.
  var all: Set<Int> = []
  /// The variables that are filled with what nobody can follow, such as what `read` reads.
  private var filled: Set<Name> = []
  /// For each variable those whose values are put into it.
  private var sources: [Name: Set<Name>] = [:]
  /// The variables that are read as arithmetic, as names or as code.
  private var evaluated: Set<Name> = []
  /// Whether parameters such as `$1` are.
  private var evaluatesParameters = false
  /// Whether any variable may be: `declare -i`, `declare -n`, `${!x}`.
  var evaluatesEverything = false
  /// Whether there are arrays, into which `declare x=(…)` would assign.
  var hasArrays = false

  /// Takes over what was found on another way through the text.
  mutating func merge(_ other: ShellFlow) {
    stored.merge(other.stored) { $0.union($1) }
    declared.formUnion(other.declared)
    all.formUnion(other.all)
    filled.formUnion(other.filled)
    sources.merge(other.sources) { $0.union($1) }
    evaluated.formUnion(other.evaluated)
    evaluatesParameters = evaluatesParameters || other.evaluatesParameters
    evaluatesEverything = evaluatesEverything || other.evaluatesEverything
    hasArrays = hasArrays || other.hasArrays
  }

  /// Notes that a value is put into a variable.
  mutating func store(_ ordinal: Int, in name: Name) {
    stored[name, default: []].insert(ordinal)
  }

  /// Notes that a variable is filled from outside, as `read` does.
  mutating func fill(_ name: Name) { filled.insert(name) }

  /// Notes that one variable's value is put into another; of parameters nothing is known.
  mutating func assign(_ source: Name, to name: Name) {
    if Self.isParameter(source) { filled.insert(name) } else { sources[name, default: []].insert(source) }
  }

  /// Notes that a variable is read as arithmetic, as a name, or as code.
  mutating func evaluate(_ name: Name) {
    if Self.isParameter(name) { evaluatesParameters = true } else { evaluated.insert(name) }
  }

  /// The values that the shell would read once more.
  var endangered: Set<Int> {
    if evaluatesParameters { return all }
    let names = evaluatesEverything ? Set(stored.keys).union(filled) : evaluatedSources
    if !names.isDisjoint(with: filled) { return all }
    return names.reduce(into: hasArrays ? declared : []) { $0.formUnion(stored[$1] ?? []) }
  }

  /// The variables that are evaluated, and those whose values come to one of them.
  private var evaluatedSources: Set<Name> {
    var found = evaluated
    var open = Array(evaluated)
    while let name = open.popLast() {
      for source in sources[name] ?? [] where found.insert(source).inserted { open.append(source) }
    }
    return found
  }

  private static func isParameter(_ name: Name) -> Bool {
    name.first.map { $0.isASCIIDigit || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "*") } ?? false
  }
}
