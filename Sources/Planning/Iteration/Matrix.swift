internal import Values

/// A matrix of values: the product of its lists, with what is added to it and taken from it.
///
/// `include` and `exclude` mean what they do in GitHub Actions.
struct Matrix {
  var axes: [(name: String, values: [Value])] = []
  var include: [ValueMap] = []
  var exclude: [ValueMap] = []

  /// How many combinations there are at most; nothing if that is more than a number can say.
  var size: Int? {
    var size = axes.isEmpty ? 0 : 1
    for axis in axes {
      let (product, overflows) = size.multipliedReportingOverflow(by: axis.values.count)
      if overflows { return nil }
      size = product
    }
    let (sum, overflows) = size.addingReportingOverflow(include.count)
    return overflows ? nil : sum
  }

  /// The names that some combination has.
  var names: [String] {
    var names = axes.map(\.name)
    for entry in include.lazy.flatMap(\.entries) {
      if let name = entry.key.string, !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The combinations: those of the product in order, the last list changing fastest, then those that only `include` makes.
  var combinations: [ValueMap] {
    let product = product.filter { combination in !exclude.contains { isPart($0, of: combination) } }
    var extended = product
    var further: [ValueMap] = []
    for addition in include {
      let fitting = product.indices.filter { fits(addition, product[$0]) }
      for index in fitting { extended[index] = Self.joined(extended[index], addition) }
      if fitting.isEmpty { further.append(addition) }
    }
    return extended + further
  }

  private var product: [ValueMap] {
    guard !axes.isEmpty else { return [] }
    var combinations = [ValueMap()]
    for axis in axes {
      combinations = combinations.flatMap { combination in
        axis.values.map { value in Self.joined(combination, ValueMap([(axis.name, value)])) }
      }
    }
    return combinations
  }

  /// Whether everything that `part` says is so in `combination`.
  private func isPart(_ part: ValueMap, of combination: ValueMap) -> Bool {
    !part.isEmpty && part.entries.allSatisfy { combination[$0.key] == $0.value }
  }

  /// Whether `addition` changes none of the values that a combination has from the lists.
  private func fits(_ addition: ValueMap, _ combination: ValueMap) -> Bool {
    addition.entries.allSatisfy { entry in combination[entry.key].map { $0 == entry.value } ?? true }
  }

  private static func joined(_ first: ValueMap, _ second: ValueMap) -> ValueMap {
    var result = first
    for entry in second.entries { result[entry.key] = entry.value }
    return result
  }
}
