// Responses made of values: of what was written, of what an action has answered, of conditions.

#include "api/response/action_answer.h"
#include "api/response/conditional.h"
#include "api/response/record_response.h"
#include "api/response/representation.h"
#include "engine/precondition.h"
#include "engine/test_catalogue.h"
#include "http/conditional.h"

namespace vip::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Instant kNow{1999};

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
  const http::Response response = created_response(written_, all_, kNow, "/pets/v1/api/owners/x");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, std::string(R"({"owner-uuid":")") + kId + R"("})");
  EXPECT_EQ(header(response, "Location"), "/pets/v1/api/owners/x");
  EXPECT_EQ(header(response, "ETag"), "\"3\"");
  EXPECT_EQ(header(response, "Last-Modified"), "Thu, 01 Jan 1970 00:00:01 GMT");
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header(response, "Preference-Applied"), "none");
}

TEST_F(ResponsesTest, ARepresentationShowsTheRecordThroughTheView) {
  const http::Response all = created_representation(written_, all_, kNow, "/x");
  EXPECT_EQ(all.status, 201);
  EXPECT_THAT(all.body, HasSubstr(R"("last-name":"Hill")"));
  EXPECT_EQ(header(all, "Preference-Applied"), "return=representation");
  const http::Response open = created_representation(written_, open_, kNow, "/x");
  EXPECT_THAT(open.body, Not(HasSubstr("Hill")));
  EXPECT_EQ(header(open, "ETag"), "\"3." + open_.digest + "\"");
  EXPECT_EQ(header(open, "Cache-Control"), "none");
}

TEST_F(ResponsesTest, APatchAnswersWithTheVersionThatItWrote) {
  const http::Response response = patched_response(written_, all_, kNow);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, created_representation(written_, all_, kNow, "/x").body);
  EXPECT_EQ(header(response, "ETag"), "\"3\"");
}

TEST_F(ResponsesTest, WarningsComeLast) {
  written_.warnings.push_back({"/code", errors::not_unique, "It is \"there\"."});
  const std::string warnings =
      R"(,"warnings":[{"pointer":"/code","code":"not-unique","message":"It is \"there\"."}]})";
  EXPECT_EQ(created_response(written_, all_, kNow, "/x").body,
            std::string(R"({"owner-uuid":")") + kId + "\"" + warnings);
  EXPECT_TRUE(patched_response(written_, all_, kNow).body.ends_with(warnings));
}

TEST_F(ResponsesTest, ALocationIsTheRecordsOwnPath) {
  const Uuid id = *parse_uuid(kId);
  EXPECT_EQ(location_of(owners_, id, "https://vip", "/ignored"),
            std::string("https://vip/pets/v1/api/owners/") + kId);
}

// RFC 9110 13.2.2, for a list: its tag is of its content, and dates say nothing.
TEST_F(ResponsesTest, AListHasConditionsByItsTag) {
  Representation list;
  list.response = json_response(200, R"({"results":[]})");
  list.response.header("Link", "</x>; rel=\"first\"");
  list.tag_by_content();
  Representation other;
  other.response = json_response(200, R"({"results":[1]})");
  other.tag_by_content();
  EXPECT_NE(list.etag, other.etag);
  EXPECT_EQ(list.etag, "\"c-6605295d426db5f88a5b1381c230422a\"") << "the same in every process";
  const std::string later = "Fri, 01 Jan 2100 00:00:00 GMT";
  const struct {
    std::vector<std::pair<std::string, std::string>> headers;
    int status;
  } rows[] = {
      {{}, 200},
      {{{"If-None-Match", list.etag}}, 304},
      {{{"If-None-Match", "\"3\", W/" + list.etag}}, 304},
      {{{"If-None-Match", "*"}}, 304},
      {{{"If-None-Match", other.etag}}, 200},
      {{{"If-Modified-Since", later}}, 200},
      {{{"If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"}}, 200},
      {{{"If-Match", list.etag}}, 200},
      {{{"If-Match", "*"}}, 200},
      {{{"If-Match", other.etag}}, 412},
      {{{"If-Match", list.etag}, {"If-None-Match", list.etag}}, 304},
  };
  for (const auto& row : rows) {
    http::Headers headers;
    for (const auto& [name, value] : row.headers) headers.add(name, value);
    for (const auto& response : {conditional_response(list, headers, kNow),
                                 conditional_response(Representation{list}, headers, kNow)}) {
      const int status = response ? response->status : info(response.error().code).status;
      EXPECT_EQ(status, row.status) << row.headers.front().second;
      if (!response) continue;
      EXPECT_EQ(header(*response, "ETag"), list.etag);
      EXPECT_EQ(header(*response, "Link"), "</x>; rel=\"first\"");
      EXPECT_EQ(header(*response, "Last-Modified"), "none");
      EXPECT_EQ(response->body.empty(), status == 304);
    }
  }
}

// RFC 9110 13.2.2, for a record of version 3 that was changed at 1.5 s.
TEST_F(ResponsesTest, AGetHasFourConditionsInOrder) {
  using enum ReadCondition;
  struct Row {
    std::vector<std::pair<std::string, std::string>> headers;
    ReadCondition expected;
  };
  const std::string after = "Thu, 01 Jan 1970 00:00:02 GMT";
  const std::string same = "Thu, 01 Jan 1970 00:00:01 GMT";
  const Row rows[] = {
      {{}, holds},
      {{{"If-None-Match", "\"3\""}}, not_modified},
      {{{"If-None-Match", "\"3.gzip\""}}, not_modified},
      {{{"If-None-Match", "\"2\""}}, holds},
      {{{"If-None-Match", "*"}}, not_modified},
      {{{"If-Modified-Since", after}}, not_modified},
      {{{"If-Modified-Since", same}}, holds},  // it may be of the version before
      {{{"If-None-Match", "\"2\""}, {"If-Modified-Since", after}}, holds},
      {{{"If-None-Match", "\"3\""}, {"If-Modified-Since", same}}, not_modified},
      {{{"If-Match", "\"3\""}}, holds},
      {{{"If-Match", "\"3.ab\""}}, holds},
      {{{"If-Match", "*"}}, holds},
      {{{"If-Match", "\"2\""}}, fails},
      {{{"If-Match", "\"2\""}, {"If-None-Match", "\"3\""}}, fails},
      {{{"If-Match", "\"3\""}, {"If-None-Match", "\"3\""}}, not_modified},
      {{{"If-Unmodified-Since", after}}, holds},
      {{{"If-Unmodified-Since", same}}, fails},
      {{{"If-Unmodified-Since", same}, {"If-Match", "\"3\""}}, holds},
      {{{"If-Unmodified-Since", same}, {"If-None-Match", "\"3\""}}, fails},
      {{{"If-Unmodified-Since", "then"}}, holds},
  };
  for (const Row& row : rows) {
    http::Headers headers;
    for (const auto& [name, value] : row.headers) headers.add(name, value);
    EXPECT_EQ(check_read_conditions(headers, {"\"3\"", 3, Instant{1500}}), row.expected)
        << testing::PrintToString(row.headers);
  }
}

// Whoever sends a Last-Modified back learns of every change after the response that had it.
TEST_F(ResponsesTest, ALastModifiedHidesNoLaterChange) {
  constexpr std::int64_t kTime = 784'111'777'000;
  for (const std::int64_t version : {1, 2}) {
    for (std::int64_t modified = kTime; modified < kTime + 2000; modified += 250) {
      for (std::int64_t read = modified; read < modified + 2500; read += 250) {
        const std::string date = last_modified(version, Instant{modified}, Instant{read});
        const auto seconds = http::parse_http_date(date).value();
        EXPECT_LE(seconds, read / 1000) << "later than Date";
        for (std::int64_t change = read; change < read + 2500; change += 250)
          EXPECT_FALSE(is_unmodified_since(version + 1, Instant{change == read ? read + 1 : change},
                                           seconds))
              << version << " " << modified << " " << read << " " << change;
        const bool settled = version == 1 || read >= (modified + 999) / 1000 * 1000;
        EXPECT_EQ(is_unmodified_since(version, Instant{modified}, seconds), settled);
      }
    }
  }
  // The clock went back, or many writes came within a millisecond.
  EXPECT_EQ(last_modified(2, Instant{kTime + 90'000}, Instant{kTime}),
            "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(last_modified(1, Instant{kTime + 90'000}, Instant{kTime}),
            "Sun, 06 Nov 1994 08:49:37 GMT");
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
