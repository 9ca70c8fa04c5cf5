import Planning
import Testing

@testable import Effects

@Suite("Users and groups")
struct UserTableTests {
  private static let table = UserTable(
    passwd: """
      root:x:0:0:root:/root:/bin/sh
      # a comment
      ann:x:1000:100:Ann,,,:/home/ann:/bin/sh
      bob:x:1001:1001::/home/bob:/bin/sh
      broken
      odd:x:many:1::
      """,
    group: """
      root:x:0:
      users:x:100:bob,carl
      ops:x:200:ann,bob
      bob:x:1001:
      empty:x:300:
      nothing
      """)

  @Test("a user's groups are the primary one and those that list the name")
  func groups() {
    #expect(Self.table.person(1000) == Person(name: "ann", userID: 1000, groups: ["users", "ops"]))
    #expect(Self.table.person(named: "bob")?.groups == ["users", "ops", "bob"])
    #expect(Self.table.person(0).groups == ["root"])
  }

  @Test("who is not listed is called by the number, and is in no group")
  func unknown() {
    #expect(Self.table.person(4711) == Person(name: "4711", userID: 4711))
    // A name in a group makes no user.
    #expect(Self.table.person(named: "carl") == nil && Self.table.person(named: "odd") == nil)
  }

  @Test("whom sudo names is told besides")
  func sudo() {
    let person = UserDatabase.currentPerson(["SUDO_USER": "ann", "SUDO_UID": "1000"])
    #expect(person.sudoUser == "ann" && person.sudoUserID == 1000 && person.userID == UserDatabase.currentUserID)
    #expect(UserDatabase.currentPerson(["SUDO_UID": "x"]).sudoUserID == nil)
  }
}
