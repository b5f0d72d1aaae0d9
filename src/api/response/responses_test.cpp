// Responses made of values: of what was written, of what an action has answered, of conditions.

#include "api/response/action_answer.h"
#include "api/response/conditional.h"
#include "api/response/record_response.h"
#include "engine/test_catalogue.h"

namespace vip::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers)
    if (known == name) return value;
  return "none";
}

class ResponsesTest : public testing::Test {
 protected:
  ResponsesTest() {
    Record& owner = written_.record;
    owner = {&owners_, 1, 3, std::vector<Value>(owners_.fields.size())};
    owner.at(owners_.id()) = *parse_uuid(kId);
    owner.at(owners_.field("last-name")) = std::string("Hill");
    owner.at(owners_.field("modified")) = std::int64_t{1500};
  }

  Catalogue catalogue_ = api_catalogue();
  const Resource& owners_ = catalogue_.resource("pets/owners");
  const View all_ = make_view(owners_, true);
  const View open_ = make_view(owners_, false);
  Written written_;
};

TEST_F(ResponsesTest, ACreateAnswersWithItsIdsAlone) {
  const http::Response response = created_response(written_, all_, "/pets/v1/api/owners/x");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, std::string(R"({"owner-uuid":")") + kId + R"("})");
  EXPECT_EQ(header(response, "Location"), "/pets/v1/api/owners/x");
  EXPECT_EQ(header(response, "ETag"), "\"3\"");
  EXPECT_EQ(header(response, "Last-Modified"), "Thu, 01 Jan 1970 00:00:01 GMT");
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header(response, "Preference-Applied"), "none");
}

TEST_F(ResponsesTest, ARepresentationShowsTheRecordThroughTheView) {
  const http::Response all = created_representation(written_, all_, "/x");
  EXPECT_EQ(all.status, 201);
  EXPECT_THAT(all.body, HasSubstr(R"("last-name":"Hill")"));
  EXPECT_EQ(header(all, "Preference-Applied"), "return=representation");
  const http::Response open = created_representation(written_, open_, "/x");
  EXPECT_THAT(open.body, Not(HasSubstr("Hill")));
  EXPECT_EQ(header(open, "ETag"), "\"3." + open_.digest + "\"");
  EXPECT_EQ(header(open, "Cache-Control"), "none");
}

TEST_F(ResponsesTest, APatchAnswersWithTheVersionThatItWrote) {
  const http::Response response = patched_response(written_, all_);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, record_response(written_.record, all_).body);
  EXPECT_EQ(header(response, "ETag"), "\"3\"");
}

TEST_F(ResponsesTest, WarningsComeLast) {
  written_.warnings.push_back({"/code", errors::not_unique, "It is \"there\"."});
  const std::string warnings =
      R"(,"warnings":[{"pointer":"/code","code":"not-unique","message":"It is \"there\"."}]})";
  EXPECT_EQ(created_response(written_, all_, "/x").body,
            std::string(R"({"owner-uuid":")") + kId + "\"" + warnings);
  EXPECT_TRUE(patched_response(written_, all_).body.ends_with(warnings));
}

TEST_F(ResponsesTest, ALocationIsTheRecordsOwnPath) {
  const Uuid id = *parse_uuid(kId);
  EXPECT_EQ(location_of(owners_, id, "https://vip", "/ignored"),
            std::string("https://vip/pets/v1/api/owners/") + kId);
}

TEST_F(ResponsesTest, ATagIsAskedBeforeATime) {
  struct Row {
    std::vector<std::pair<std::string, std::string>> headers;
    bool not_modified;
  };
  const std::string now = "Thu, 01 Jan 1970 00:00:01 GMT";
  const std::string before = "Thu, 01 Jan 1970 00:00:00 GMT";
  const Row rows[] = {
      {{}, false},
      {{{"If-None-Match", "\"3\""}}, true},
      {{{"If-None-Match", "\"3.gzip\""}}, true},
      {{{"If-None-Match", "\"2\""}}, false},
      {{{"If-Modified-Since", now}}, true},
      {{{"If-Modified-Since", before}}, false},
      {{{"If-None-Match", "\"2\""}, {"If-Modified-Since", now}}, false},
      {{{"If-None-Match", "\"3\""}, {"If-Modified-Since", before}}, true},
  };
  for (const Row& row : rows) {
    http::Headers headers;
    for (const auto& [name, value] : row.headers) headers.add(name, value);
    EXPECT_EQ(is_not_modified(headers, "\"3\"", Instant{1500}), row.not_modified)
        << testing::PrintToString(row.headers);
  }
}

// These answers show no content.
class NoBlobs final : public BlobStore {
 public:
  Result<PendingBlob> keep(const Uuid&, SpoolFile&) override { return PendingBlob{}; }
  std::shared_ptr<const Blob> open(const Uuid&, const Digest&) const override { return nullptr; }
  void erase(const Uuid&) override {}
  std::size_t settle(const IsNamed&) override { return 0; }
};

class ActionAnswerTest : public testing::Test {
 protected:
  ActionAnswerTest() { action_.status = 200; }
  Record row(const char* name) const {
    Record record{&regions_, 0, 1, std::vector<Value>(regions_.fields.size())};
    record.at(regions_.field("name")) = std::string(name);
    return record;
  }
  http::Response response(ActionAnswer answer) const {
    answer.check();
    return *std::move(answer).response(NoBlobs{}, {}, {}, "https://vip", "/pets/v1/api/free");
  }

  Catalogue catalogue_ = api_catalogue();
  const Resource& regions_ = catalogue_.resource("pets/regions");
  const Field& name_ = regions_.field("name");
  const View view_{&regions_, {{&name_, "{\"name\":"}}, {}, false};
  Action action_;
};

TEST_F(ActionAnswerTest, OneRowIsAnObject) {
  for (const bool writes : {false, true}) {
    action_.writes = writes;
    ActionAnswer answer{action_, view_};
    answer.add(row("Dales"));
    answer.locate(catalogue_.resource("pets/owners"), *parse_uuid(kId));
    const http::Response made = response(std::move(answer));
    EXPECT_EQ(made.body, R"({"name":"Dales"})") << writes;
    EXPECT_EQ(header(made, "Location"), std::string("https://vip/pets/v1/api/owners/") + kId);
    EXPECT_EQ(header(made, "Content-Type"), "application/json");
  }
}

TEST_F(ActionAnswerTest, ResultsAreAList) {
  action_.results = true;
  for (const bool writes : {false, true}) {
    action_.writes = writes;
    action_.posts = true;  // a GET's come in pages
    ActionAnswer none{action_, view_};
    EXPECT_EQ(response(std::move(none)).body, R"({"results":[]})");
    ActionAnswer two{action_, view_};
    two.add(row("Dales"));
    two.add(row("Fens"));
    EXPECT_EQ(response(std::move(two)).body, R"({"results":[{"name":"Dales"},{"name":"Fens"}]})");
  }
}

TEST_F(ActionAnswerTest, ResultsOfAGetComeInPages) {
  action_.results = true;
  ActionAnswer second{action_, view_, {.page = 2, .size = 2, .query = "?size=2"}};
  for (const char* name : {"Dales", "Fens", "Moors", "Downs", "Wolds"}) {
    EXPECT_TRUE(second.wants_more());
    second.add(row(name));
  }
  const http::Response made = response(std::move(second));
  EXPECT_EQ(made.body, R"({"results":[{"name":"Moors"},{"name":"Downs"}],"page":2,"size":2,)"
                       R"("total-results":5,"total-pages":3})");
  const std::string url = "<https://vip/pets/v1/api/free?size=2&page=";
  EXPECT_EQ(header(made, "Link"), url + "1>; rel=\"first\", " + url + "1>; rel=\"prev\", " + url +
                                      "3>; rel=\"next\", " + url + "3>; rel=\"last\"");
  ActionAnswer none{action_, view_};
  EXPECT_EQ(response(std::move(none)).body,
            R"({"results":[],"page":1,"size":20,"total-results":0,"total-pages":0})");
}

TEST_F(ActionAnswerTest, CountsNoFurtherThanListsDo) {
  action_.results = true;
  ActionAnswer first{action_, view_, {.page = 1, .size = 1, .query = {}}};
  int made = 0;
  for (; first.wants_more(); ++made) first.add(row("Dales"));
  EXPECT_EQ(made, 10'001);
  const std::string body = response(std::move(first)).body;
  EXPECT_EQ(body, R"({"results":[{"name":"Dales"}],"page":1,"size":1,"total-at-least":10000})");
}

TEST_F(ActionAnswerTest, AMediaTypeOfItsOwnIsNotStored) {
  action_.media = "text/calendar; charset=utf-8";
  ActionAnswer answer{action_, view_};
  answer.set_text("BEGIN:VCALENDAR");
  const http::Response made = response(std::move(answer));
  EXPECT_EQ(made.body, "BEGIN:VCALENDAR");
  EXPECT_EQ(header(made, "Content-Type"), action_.media);
  EXPECT_EQ(header(made, "Cache-Control"), "no-store");
}

TEST_F(ActionAnswerTest, AnActionThatGaveNoAnswerIsFoundBeforeTheCommit) {
  action_.writes = true;
  ActionAnswer none{action_, view_};
  EXPECT_THROW(none.check(), std::logic_error);
  none.add(row("Dales"));
  EXPECT_NO_THROW(none.check());
  none.add(row("Fens"));
  EXPECT_THROW(none.check(), std::logic_error);
}

}  // namespace
}  // namespace vip::test
