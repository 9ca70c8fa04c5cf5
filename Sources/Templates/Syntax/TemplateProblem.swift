/// The mistakes that a template can hold, with what is known about each.
public enum TemplateProblem: Error, Equatable {
  // Found while parsing.
  case templateTooLarge(limit: Int)
  case tooDeep(limit: Int)
  case unexpectedCharacter(String)
  case unexpectedToken(found: String, expected: String)
  case unexpectedEnd(expected: String)
  case unbalanced(String)
  case invalidNumber(String)
  case invalidEscape
  case unclosedString
  case emptyOutput
  case unclosedTag(opening: String, closing: String)
  case unclosedBlock(String, ending: String)
  case strayEnding(String)
  case unknownStatement(String, suggestion: String?)
  case statementExcluded(String)
  case exitOutsideLoop(String)
  case positionalAfterKeyword
  case invalidEnvironmentReference

  // Found while checking names.
  case unknownName(String, suggestion: String?)
  case unknownFilter(String, suggestion: String?)
  case unknownTest(String, suggestion: String?)
  case unknownMethod(String, suggestion: String?)
  case argumentCount(String, expected: ClosedRange<Int>, found: Int)
  case unknownKeyword(String, of: String, known: [String])
  case repeatedArgument(String, of: String)

  // Found while evaluating.
  case undefined(String)
  case undefinedAttribute(String, of: String)
  /// What was given as a key of the key-value store, which is a text.
  case storeKey(String)
  /// Why the key-value store cannot be read.
  case storeUnusable(String)
  /// A key whose value is a secret.
  case storeSecret(String)
  case notCallable(String)
  case unsupportedOperands(String, left: String, right: String)
  case unsupportedOperand(String, operand: String)
  case notIterable(String)
  case wrongArgument(String, of: String, expected: String, found: String)
  case wrongInput(String, expected: String, found: String)
  case divisionByZero
  case integerOverflow
  case zeroStep
  case wrongUnpacking(expected: Int, found: Int)
  case invalidValue(String, of: String, expected: String)
  case immutable(String, instead: String)
  case emptySequence(String)
  case unhashableKey(String)
  case privateAttribute(String)
  case limitReached(String, limit: Int)
  case notABoolean(String)
  case failedByFunction(String)

  // Found while a command is prepared for its shell.
  case unsafePosition(ShellPosition.Unsafe)
  case listNotBare
  case mapInCommand(String)
  case nullInCommand
  case nulInCommand
  case optionAsHost
}
