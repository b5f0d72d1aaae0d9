// Forms, and what may be answered to them. Kinds of questions: Text, Number, Choice (one answer)
// and Choices (any number).
#include "domains/clinical/rules/questionnaire.h"

#include <gmock/gmock.h>

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

json::Node list(const std::string& text) { return json::parse("[" + text + "]").value(); }
std::vector<JsonEntry> entries(const std::string& text) {
  return JsonEntry::entries_of(list(text), {});
}
std::string section(const std::string& name, const std::string& questions) {
  return R"({"section-uuid":")" + name + R"(","name":")" + name + R"(","questions":[)" + questions +
         "]}";
}
std::string question_json(const char* id, const char* kind, const char* rest = "") {
  return std::string{R"({"question-uuid":")"} + id + R"(","text":")" + id + R"(","kind":")" + kind +
         R"(")" + rest + "}";
}
constexpr auto kColours =
    R"(,"answers":[{"answer-uuid":"pink","text":"Pink"},{"answer-uuid":"pale","text":"Pale"}])";

std::vector<std::string> texts_of(const std::vector<FieldErrorBelow>& errors) {
  std::vector<std::string> texts;
  for (const FieldErrorBelow& error : errors)
    texts.push_back(error.place + ": " + std::string{info(error.code).name});
  return texts;
}

TEST(Form, GetsIdsWhereItHasNone) {
  json::Node form =
      list(R"({"section-uuid":null,"questions":[{"question-uuid":"q","answers":null},)"
           R"({"question-uuid":null,"answers":[{"answer-uuid":null,"text":"Yes"}]}]})");
  int given = 0;
  give_ids(form, [&] {
    ++given;
    return make_uuid_v7();
  });
  EXPECT_EQ(given, 3);
  EXPECT_EQ(json::to_string(form).find(R"(-uuid":null)"), std::string::npos);
  EXPECT_NE(json::to_string(form).find(R"("question-uuid":"q","answers":null)"), std::string::npos);
}

TEST(Form, AsksWhatCanBeAnswered) {
  struct Row {
    std::string questions;
    std::vector<std::string> errors;
  };
  const std::vector<std::string> contradictory{"/0/questions/0: question-contradictory"};
  for (const auto& [questions, errors] :
       {Row{question_json("a", "Choice", kColours), {}},
        Row{question_json("a", "Choice"), contradictory},
        Row{question_json("a", "Text", kColours), contradictory},
        Row{question_json("a", "Text", R"(,"minimum":1)"), contradictory},
        Row{question_json("a", "Number", R"(,"minimum":2,"maximum":2)"), {}},
        Row{question_json("a", "Number", R"(,"minimum":2.5,"maximum":2)"), contradictory},
        Row{question_json("a", "Text") + "," + question_json("a", "Text"),
            {"/0/questions/1/question-uuid: duplicate-item"}}})
    EXPECT_EQ(texts_of(errors_of_form(entries(section("s", questions)))), errors) << questions;
}

class Answers : public testing::Test {
 protected:
  const FormSections form_ =
      entries(section("History", question_json("say", "Text", R"(,"required":true)")) + "," +
              section("Exam", question_json("gums", "Choice", kColours) + "," +
                                  question_json("all", "Choices", kColours) + "," +
                                  question_json("pain", "Number",
                                                R"(,"minimum":0,"maximum":10,"unit":"/10")")));
  const std::string said_ = R"({"question-uuid":"say","text":"Well"})";
};

TEST_F(Answers, AreOfTheKindThatTheQuestionAsksFor) {
  struct Row {
    std::string answer;
    std::vector<std::string> errors;
  };
  const std::vector<std::string> not_allowed{"/1: answer-not-allowed"};
  for (const auto& [answer, errors] :
       {Row{R"({"question-uuid":"gums","answer-uuid":"pink"})", {}},
        Row{R"({"question-uuid":"gums","answer-uuid":"pink","text":"left"})", {}},
        Row{R"({"question-uuid":"gums","answer-uuid":"blue"})", not_allowed},
        Row{R"({"question-uuid":"gums","text":"Pink"})", not_allowed},
        Row{R"({"question-uuid":"gums","answer-uuid":"pink","number":1})", not_allowed},
        Row{R"({"question-uuid":"pain","number":10})", {}},
        Row{R"({"question-uuid":"pain","text":"much"})", not_allowed},
        Row{R"({"question-uuid":"pain","number":10.001})", {"/1/number: answer-out-of-bounds"}},
        Row{R"({"question-uuid":"pain","number":-1})", {"/1/number: answer-out-of-bounds"}},
        Row{R"({"question-uuid":"other","text":"x"})", {"/1/question-uuid: reference-mismatch"}},
        Row{said_, {"/1: question-answered-twice"}}})
    EXPECT_EQ(texts_of(errors_of_answers(form_, entries(said_ + "," + answer))), errors) << answer;
}

TEST_F(Answers, MayBeSeveralOfChoicesEachOnce) {
  const std::string pink = R"({"question-uuid":"all","answer-uuid":"pink"})",
                    pale = R"({"question-uuid":"all","answer-uuid":"pale"})";
  const auto errors = [&](const std::string& answers) {
    return texts_of(errors_of_answers(form_, entries(said_ + "," + answers)));
  };
  EXPECT_THAT(errors(pink + "," + pale), IsEmpty());
  EXPECT_THAT(errors(pink + "," + pale + "," + pink), ElementsAre("/3: question-answered-twice"));
}

TEST_F(Answers, AreWantedWhereTheFormSaysSo) {
  const auto errors = errors_of_answers(form_, {});
  EXPECT_THAT(texts_of(errors), ElementsAre(": answer-missing"));
  EXPECT_EQ(errors.front().detail, "The protocol wants an answer to: say");
}

TEST_F(Answers, AreWrittenOutInTheFormsOrder) {
  EXPECT_EQ(
      written_out(form_, entries(R"({"question-uuid":"pain","number":2},)"
                                 R"({"question-uuid":"all","answer-uuid":"pink"},)"
                                 R"({"question-uuid":"all","answer-uuid":"pale","text":"left"},)" +
                                 said_)),
      "History\nsay: Well\n\nExam\nall: Pink, Pale (left)\npain: 2 /10");
  EXPECT_EQ(written_out(form_, entries(said_)), "History\nsay: Well");
  EXPECT_EQ(written_out(form_, {}), "");
}

}  // namespace
}  // namespace vip::domains
