// Protocols and the notes that answer them.
#include <gmock/gmock.h>

#include "domains/clinical/rules/test_clinic.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kProtocols = "clinical/protocols";
constexpr auto kNotes = "clinical/clinical-notes";

std::string sections(const std::string& questions) {
  return R"([{"section-uuid":"s","name":"Exam","questions":[)" + questions + "]}]";
}
std::string question(const char* id, const char* kind, const char* rest = "") {
  return std::string{R"({"question-uuid":")"} + id + R"(","text":")" + id + R"(","kind":")" + kind +
         R"(")" + rest + "}";
}
constexpr auto kAnswers =
    R"(,"answers":[{"answer-uuid":"pink","text":"Pink"},{"answer-uuid":"pale","text":"Pale"}])";

std::vector<std::string> refusals_of_protocol(const std::string& value) {
  Clinic practice;
  practice.create(kProtocols, {{"name", "Mine"}, {"sections", value}});
  return practice.refusals;
}

TEST(Protocol, GivesIdsToWhatHasNone) {
  Clinic practice;
  const Record made = practice.create(
      kProtocols,
      {{"sections",
        std::string{R"([{"section-uuid":null,"name":"Exam","questions":[{"question-uuid":)"
                    R"(null,"text":"Eyes","kind":"Text","answers":null}]}])"}}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_THAT(text_of(made, "sections"), testing::Not(HasSubstr(R"(-uuid":null)")));
  EXPECT_THAT(text_of(made, "sections"), HasSubstr(R"("answers":null)"));
}

TEST(Protocol, AsksWhatCanBeAnswered) {
  EXPECT_THAT(refusals_of_protocol(sections(question("a", "Choice", kAnswers))), IsEmpty());
  EXPECT_THAT(refusals_of_protocol(sections(question("a", "Choice"))),
              ElementsAre("sections/0/questions/0: question-contradictory"));
}

class Note : public testing::Test {
 protected:
  Note() {
    protocol_ =
        practice_
            .add(
                kProtocols,
                {{"name", "Check"},
                 {"sections", sections(question("say", "Text", R"(,"required":true)") + "," +
                                       question("gums", "Choice", kAnswers) + "," +
                                       question("all", "Choices", kAnswers) + "," +
                                       question("pain", "Number",
                                                R"(,"minimum":0,"maximum":10,"unit":"{score}")"))}})
            .id();
  }
  Record write(const std::string& answers, NamedValues more = {}) {
    more.insert(more.end(), {{"patient-uuid", practice_.dog},
                             {"contact-practitioner-uuid", practice_.vet},
                             {"protocol-uuid", protocol_},
                             {"answers", "[" + answers + "]"}});
    return practice_.create(kNotes, more);
  }
  Clinic practice_;
  Uuid protocol_;
  const std::string said_ = R"({"question-uuid":"say","text":"Well"})";
};

TEST_F(Note, IsWrittenOutInTheProtocolsOrder) {
  const Record note = write(R"({"question-uuid":"pain","number":2},)"
                            R"({"question-uuid":"all","answer-uuid":"pink"},)"
                            R"({"question-uuid":"all","answer-uuid":"pale","text":"left"},)" +
                            said_);
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_EQ(text_of(note, "text"), "Exam\nsay: Well\nall: Pink, Pale (left)\npain: 2 {score}");
  EXPECT_EQ(practice_.of_entry("text"), Value{text_of(note, "text")});
  EXPECT_EQ(practice_.of_entry("description"), Value{std::string{"Check"}});
}

TEST_F(Note, AnswersAsTheQuestionsAllow) {
  write(said_ + R"(,{"question-uuid":"gums","answer-uuid":"blue"})");
  EXPECT_THAT(practice_.refusals, ElementsAre("answers/1: answer-not-allowed"));
  write(said_ + R"(,{"question-uuid":"gums","answer-uuid":"pink"})");
  EXPECT_THAT(practice_.refusals, IsEmpty());
}

TEST_F(Note, AnswersWhatItMust) {
  write("");
  EXPECT_THAT(practice_.refusals, ElementsAre("answers: answer-missing"));
  EXPECT_EQ(practice_.last_detail, "The protocol wants an answer to: say");
}

TEST_F(Note, IsAmendedByANewOneOfTheSamePatient) {
  const Record note = write(said_);
  const Record amendment =
      write(said_, {{"amends-note-uuid", note.id()}, {"amendment-reason", "Wrong leg"}});
  EXPECT_THAT(practice_.refusals, IsEmpty());
  EXPECT_EQ(value_of(practice_.stored(kNotes, note.id()), "amended-by-note-uuid"),
            Value{amendment.id()});
  write(said_, {{"amends-note-uuid", note.id()}, {"amendment-reason", "Again"}});
  EXPECT_THAT(practice_.refusals, ElementsAre("amends-note-uuid: note-amended-already"));

  const Uuid other =
      practice_.add("patient-management/patients", {{"account-uuid", practice_.account}}).id();
  practice_.dog = other;
  write(said_, {{"amends-note-uuid", amendment.id()}, {"amendment-reason", "Wrong dog"}});
  EXPECT_THAT(practice_.refusals, ElementsAre("amends-note-uuid: reference-mismatch"));
}

}  // namespace
}  // namespace vip::domains
