// open, closes-with, closing-flags and when-closed: what may be declared, what closing a record
// does to those that name it, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::open {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const char* const kFlags =
    "closing-flags:\n"
    "  - {state: Dead, field: dead, day: dead-date, code: not-applicable, warning: out-of-range, "
    "detail: The dog has died}\n"
    "  - {state: Sold, field: sold, code: not-applicable, warning: out-of-range, detail: The dog "
    "was sold}\n";

// Owners in towns; dogs of owners, which die or are sold; walks with dogs, which are open.
std::vector<DeclarationFile> declarations(const std::string& walks,
                                          const std::string& reference =
                                              "    when-closed: {Dead: refuse, all: warn, date: "
                                              "day}\n") {
  const std::string off = "deactivation: {field: off, parameter: include-off}\n";
  const std::string flag = "  off: {type: boolean}\n";
  return pets({resource_file("towns", off + "fields:\n" + flag),
               resource_file("owners", off + "closes-with: [town-uuid]\nfields:\n" + flag +
                                           "  town-uuid: {references: towns}\n"),
               resource_file("dogs", off + "closes-with: [owner-uuid]\n" + std::string{kFlags} +
                                         "fields:\n" + flag +
                                         "  owner-uuid: {references: owners}\n"
                                         "  dead: {type: boolean}\n  dead-date: {type: date}\n"
                                         "  sold: {type: boolean}\n"),
               resource_file("walks", walks +
                                          "fields:\n"
                                          "  dog-uuid:\n    references: dogs\n" +
                                          reference +
                                          "  owner-uuid: {references: owners}\n"
                                          "  status: {enum: [Open, Done, Off], default: Open}\n"
                                          "  day: {type: date, default: today}\n"
                                          "  reason: {type: string}\n"
                                          "  state: {type: string}\n"
                                          "  note: {type: string}\n")});
}

const char* const kEnds =
    "open:\n  while: {status: Open}\n  closes-with: [dog-uuid]\n"
    "  ends-as: {status: Off, reason: \"{detail}\", day: \"{today}\"}\n"
    "  transfer: {of: dog-uuid.owner-uuid, set: {owner-uuid: \"{dog-uuid.owner-uuid}\", note: "
    "null}}\n"
    "  blocks: {fields: [owner-uuid], code: not-unique, detail: is planned}\n";

class OpenKeyword : public ConstraintTest {
 protected:
  void SetUp() override { practice(kEnds); }
  void practice(const std::string& walks) {
    declare(declarations(walks));
    town_ = create("towns", "{}");
    owner_ = create("owners", R"({"town-uuid":")" + town_ + R"("})");
    dog_ = create("dogs", R"({"owner-uuid":")" + owner_ + R"("})");
  }
  std::string walk(const std::string& more = "") {
    return create("walks", R"({"dog-uuid":")" + dog_ + R"(","owner-uuid":")" + owner_ +
                               R"(","note":"Ring twice")" + more + "}");
  }
  std::string of_walk(const std::string& id, const std::string& name) {
    return value("walks", id, name);
  }
  void dies() { patch("dogs", dog_, R"({"dead":true,"dead-date":"2024-05-10"})"); }

  std::string town_, owner_, dog_;
};

TEST_F(OpenKeyword, EndsWhatIsOpenWhenARecordIsClosed) {
  for (const char* closing :
       {R"({"dead":true,"dead-date":"2024-05-10"})", R"({"sold":true})", R"({"off":true})"}) {
    SetUp();
    const std::string open = walk();
    const std::string done = walk(R"(,"status":"Done")");
    patch("dogs", dog_, closing);
    EXPECT_THAT(refusals_, IsEmpty());
    EXPECT_EQ(of_walk(open, "status"), "\"Off\"") << closing;
    EXPECT_EQ(of_walk(done, "status"), "\"Done\"") << closing;
  }
  EXPECT_EQ(of_walk(create("walks", "{}"), "reason"), "null");
}

TEST_F(OpenKeyword, GivesTheReason) {
  const std::string open = walk();
  dies();
  EXPECT_EQ(of_walk(open, "reason"), "\"The dog has died\"");
}

TEST_F(OpenKeyword, EndsWhatIsOpenFurtherDown) {
  const std::string open = create("walks", R"({"dog-uuid":")" + dog_ + R"("})");
  patch("towns", town_, R"({"off":true})");
  EXPECT_THAT(refusals_, IsEmpty());
  EXPECT_EQ(of_walk(open, "status"), "\"Off\"");
}

TEST_F(OpenKeyword, FlagsAndTakesTheFlagBack) {
  practice(
      "open:\n  while: {status: Open}\n  closes-with: [dog-uuid]\n  ends-as: {status: Off}\n"
      "  flag: {state: \"{state}\"}\n");
  const std::string open = walk();
  dies();
  EXPECT_EQ(of_walk(open, "state"), "\"Dead\"");
  EXPECT_EQ(of_walk(open, "status"), "\"Open\"");
  patch("dogs", dog_, R"({"dead":false,"dead-date":null,"sold":true})");
  EXPECT_EQ(of_walk(open, "state"), "\"Sold\"");
  patch("dogs", dog_, R"({"sold":false})");
  EXPECT_EQ(of_walk(open, "state"), "null");
}

TEST_F(OpenKeyword, MovesWhatIsOpenToANewOwner) {
  const std::string open = walk();
  const std::string done = walk(R"(,"status":"Done")");
  const std::string other = create("owners", "{}");
  patch("dogs", dog_, R"({"owner-uuid":")" + other + R"("})");
  EXPECT_EQ(of_walk(open, "owner-uuid"), "\"" + other + "\"");
  EXPECT_EQ(of_walk(open, "note"), "null");
  EXPECT_EQ(of_walk(done, "owner-uuid"), "\"" + owner_ + "\"");
  EXPECT_EQ(of_walk(done, "note"), "\"Ring twice\"");
}

TEST_F(OpenKeyword, EndsAtAChangeOfOwnerWithoutSet) {
  practice(
      "open:\n  while: {status: Open}\n  ends-as: {status: Off, reason: \"{detail}\"}\n"
      "  transfer: {of: dog-uuid.owner-uuid, detail: Another owner}\n");
  const std::string open = walk();
  patch("dogs", dog_, R"({"owner-uuid":")" + create("owners", "{}") + R"("})");
  EXPECT_EQ(of_walk(open, "status"), "\"Off\"");
  EXPECT_EQ(of_walk(open, "reason"), "\"Another owner\"");
}

TEST_F(OpenKeyword, KeepsARecordInUseAndNamesEachThatIsOpen) {
  const std::string first = walk();
  const std::string second = walk();
  const std::string done = walk(R"(,"status":"Done")");
  for (const auto& [resource, id] : {std::pair{"owners", owner_}, std::pair{"towns", town_}}) {
    patch(resource, id, R"({"off":true})");
    EXPECT_THAT(refusals_, UnorderedElementsAre("/off not-unique: T " + first + " is planned",
                                                "/off not-unique: T " + second + " is planned"));
  }
  patch("walks", first, R"({"status":"Done"})");
  patch("walks", second, R"({"status":"Off"})");
  patch("owners", owner_, R"({"off":true})");
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST_F(OpenKeyword, RefusesReferencesToWhatClosesWithAnother) {
  patch("towns", town_, R"({"off":true})");
  walk();
  EXPECT_THAT(refusals_, ElementsAre("/dog-uuid reference-deactivated: T is deactivated",
                                     "/owner-uuid reference-deactivated: T is deactivated"));
}

TEST_F(OpenKeyword, ChecksARecordThatOpensAgainLikeANewOne) {
  const std::string done = create("walks", R"({"status":"Done","dog-uuid":")" + dog_ + R"("})");
  patch("towns", town_, R"({"off":true})");
  patch("walks", done, R"({"note":"Muddy"})");
  EXPECT_THAT(refusals_, IsEmpty());
  patch("walks", done, R"({"status":"Open"})");
  EXPECT_THAT(refusals_, ElementsAre("/dog-uuid reference-deactivated: T is deactivated"));
  patch("towns", town_, R"({"off":false})");
  dies();
  patch("walks", done, R"({"status":"Open"})");
  EXPECT_THAT(refusals_, ElementsAre("/dog-uuid not-applicable: The dog has died"));
}

TEST_F(OpenKeyword, ComparesWhatIsOverByItsDate) {
  dies();
  const auto accepted = [&](const std::string& more) {
    walk(more);
    return refusals_.empty();
  };
  EXPECT_FALSE(accepted("")) << "it is open";
  EXPECT_FALSE(accepted(R"(,"day":"2024-05-01")")) << "it is open, whatever its day";
  EXPECT_TRUE(accepted(R"(,"status":"Done","day":"2024-05-09")")) << "before";
  EXPECT_TRUE(accepted(R"(,"status":"Done","day":"2024-05-10")")) << "on the day";
  EXPECT_FALSE(accepted(R"(,"status":"Done","day":"2024-05-11")")) << "after";
  EXPECT_FALSE(accepted(R"(,"status":"Done")")) << "the caller gives no day";
}

TEST_F(OpenKeyword, AcceptsWithAWarning) {
  patch("dogs", dog_, R"({"sold":true})");
  EXPECT_NE(walk(), "");
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST(WhenClosed, IsRequiredOfEachReferenceThatCallersSet) {
  EXPECT_THAT(errors_of(declarations("", "")),
              ElementsAre(HasSubstr("walks.yaml:8: field dog-uuid: references: a T can be closed; "
                                    "\"when-closed\" says what may be recorded for it then")));
  EXPECT_THAT(errors_of(declarations("", "    read-only: true\n")), IsEmpty());
}

TEST(WhenClosed, NamesEveryState) {
  EXPECT_THAT(errors_of(declarations("", "    when-closed: {Dead: refuse}\n")),
              ElementsAre(HasSubstr("the keyword \"Sold\" is missing")));
  EXPECT_THAT(errors_of(declarations("", "    when-closed: {all: perhaps, date: note}\n")),
              SizeIs(3));
  EXPECT_THAT(errors_of(declarations("", "    when-closed: {all: warn, Lost: warn}\n")),
              ElementsAre(HasSubstr("unknown keyword \"Lost\"")));
}

TEST(Open, SaysWhatItsNamesMean) {
  EXPECT_THAT(errors_of(declarations("open:\n  while: {colour: red}\n")),
              ElementsAre(HasSubstr("walks has no field \"colour\"")));
  EXPECT_THAT(errors_of(declarations("open:\n  while: {status: Open}\n  closes-with: [note]\n")),
              ElementsAre(HasSubstr("note does not refer to one record")));
  EXPECT_THAT(errors_of(declarations("open:\n  while: {status: Open}\n  to-come: note\n")),
              ElementsAre(HasSubstr("note is neither a date nor a date-time")));
  EXPECT_THAT(
      errors_of(declarations("open:\n  while: {status: Open}\n  ends-as: {day: \"{state}\"}\n")),
      ElementsAre(HasSubstr("day does not take such a value")));
  EXPECT_THAT(errors_of(declarations(
                  "open:\n  while: {status: Open}\n  transfer: {of: dog-uuid.owner-uuid}\n")),
              ElementsAre(HasSubstr("transfer without \"set\" ends the record")));
}

TEST_F(OpenKeyword, IsPublished) {
  EXPECT_THAT(published(resource("walks")),
              ElementsAre(R"(x-open {"while":{"status":["Open"]},"closes-with":["dog-uuid"],)"
                          R"("blocks":["owner-uuid"]})"));
  EXPECT_THAT(published(resource("dogs")),
              ElementsAre(R"(x-closing-flags {"Dead":"dead","Sold":"sold"})",
                          R"(x-closes-with ["owner-uuid"])"));
  EXPECT_THAT(published(resource("walks").field("dog-uuid")),
              ElementsAre(R"(x-when-closed {"Dead":"refuse","Sold":"warn"})"));
}

}  // namespace
}  // namespace vip::test::open
