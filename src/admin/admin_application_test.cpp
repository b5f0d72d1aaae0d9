#include "admin/admin_application.h"

#include <future>
#include <set>

#include "admin/admin_fixture.h"
#include "admin/metrics_application.h"
#include "net/test_server.h"

namespace vip {
namespace {

using net::body_of;
using net::get;
using net::post;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto kJson = "Content-Type: application/json\r\n";

// The administration API on a Unix socket, as a serving process has it.
class AdminApplicationTest : public test::AdminTest {
 protected:
  AdminApplicationTest() { server.start(); }

  std::string command(std::string_view name, std::string_view arguments) const {
    return talk(post("/admin/v1/commands/" + std::string{name}, arguments, kJson));
  }
  std::string talk(const std::string& request) const {
    net::Client caller{path};
    caller.send(request);
    return caller.answer();
  }
  bool has_business(const std::string& name) const {
    const auto records = platform->records();
    return std::any_of(records.businesses.begin(), records.businesses.end(),
                       [&](const Party& party) { return party.name == name; });
  }
  std::int64_t security_events() const {
    return platform->database().read([](sqlite::Database& database) {
      auto row = database.prepare("SELECT count(*) FROM security_events");
      row.step();
      return row.integer(0);
    });
  }
  static net::Limits limits() {
    net::Limits limits;
    limits.request_timeout = kLongestCommand;
    return limits;
  }

  std::string path = admin_socket_path(platform.directory.path());
  std::atomic<bool> is_full = false;
  std::vector<std::jthread> workers;
  Metrics metrics;
  MetricsApplication metrics_application{metrics};
  AdminApplication application{*service, metrics_application, [this](std::function<void()> work) {
                                 if (is_full) return false;
                                 workers.emplace_back(std::move(work));
                                 return true;
                               }};
  net::Server server{application, net::UnixListen{path}, limits(), 1};
};

TEST_F(AdminApplicationTest, DoesACommand) {
  const auto answer = command("client-list", R"({"business":"Acme"})");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: application/json\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nCache-Control: no-store\r\n"));
  EXPECT_EQ(body_of(answer), *perform("client list", R"({"business":"Acme"})"));
}

TEST_F(AdminApplicationTest, SaysWhyACommandIsNotDone) {
  struct Row {
    const char* command;
    const char* arguments;
    const char* status;
    const char* detail;
  };
  for (const auto& [name, arguments, status, detail] : {
           Row{"business-create", "{}", "400", "name is missing."},
           Row{"business-create", "[]", "400", "The arguments must be a JSON object."},
           Row{"business-create", "{]", "400", ""},
           Row{"business-create", "", "400", ""},
           Row{"business-create", R"({"name":"Acme"})", "422",
               R"(A business is named "Acme" already. Choose another name.)"},
           Row{"business-creat", "{}", "404", "There is no such command; see vip --help."},
           Row{"business create", "{}", "400", ""},
       }) {
    const auto answer = command(name, arguments);
    EXPECT_THAT(answer, StartsWith(std::string{"HTTP/1.1 "} + status)) << name << arguments;
    EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: application/problem+json\r\n")) << name;
    const auto problem = json::parse(body_of(answer));
    ASSERT_TRUE(problem) << answer;
    EXPECT_EQ(text(*problem, "type"), "about:blank");
    EXPECT_EQ(text(*problem, "status"), status);
    EXPECT_THAT(text(*problem, "detail"), StartsWith(detail)) << name << arguments;
    EXPECT_NE(text(*problem, "detail"), "");
  }
}

TEST_F(AdminApplicationTest, SaysWhenThePlatformCouldNotDoIt) {
  check_totals_fails = true;
  const auto answer = command("tenant-check", R"({"tenant":"Hillside"})");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(answer, HasSubstr("The platform could not do it: disk I/O error"));
}

TEST_F(AdminApplicationTest, TakesCommandsByPostAndAsJsonOnly) {
  const auto wrong_method = talk(get("/admin/v1/commands/client-list"));
  EXPECT_THAT(wrong_method, StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(wrong_method, HasSubstr("\r\nAllow: POST\r\n"));
  EXPECT_THAT(talk(post("/admin/v1/commands/client-list", "{}")), StartsWith("HTTP/1.1 415"));
  EXPECT_THAT(talk(post("/admin/v1/commands/client-list", "{}", "Content-Type: text/plain\r\n")),
              StartsWith("HTTP/1.1 415"));
  for (const auto* other : {"/", "/admin/v1/commands", "/admin/v1/commands/", "/health/live"})
    EXPECT_THAT(talk(post(other, "{}", kJson)), StartsWith("HTTP/1.1 404")) << other;
  const auto malformed = talk("nonsense\r\n\r\n");
  EXPECT_THAT(malformed, StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(malformed, HasSubstr("about:blank"));
}

TEST_F(AdminApplicationTest, EveryCommandHasAPathOfItsOwn) {
  std::set<std::string> paths;
  for (const auto name : AdminService::command_names()) {
    http::RequestHead head;
    head.method = http::Method::post;
    head.headers.add("Content-Type", "application/json");
    head.path = command_path(name);
    EXPECT_EQ(head.path.find(' '), std::string::npos) << head.path;
    EXPECT_TRUE(paths.insert(head.path).second) << head.path;
    EXPECT_TRUE(application.admit(head).exchange) << head.path;
  }
}

TEST_F(AdminApplicationTest, ShowsTheMetrics) {
  const auto answer = talk(get("/metrics"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(body_of(answer), metrics.exposition());
}

TEST_F(AdminApplicationTest, RefusesArgumentsThatAreTooLarge) {
  net::Client caller{path};
  caller.send(
      "POST /admin/v1/commands/business-create HTTP/1.1\r\nHost: a\r\nContent-Type: "
      "application/json\r\nContent-Length: 4194305\r\n\r\n");
  const auto answer = caller.answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(answer, HasSubstr("The body is larger than 4194304 bytes."));
  EXPECT_THAT(command("client-list", "{}"), StartsWith("HTTP/1.1 200"));
}

TEST_F(AdminApplicationTest, TellsACallerToWaitWhenTooManyCommandsDo) {
  is_full = true;
  const auto answer = command("business-create", R"({"name":"Late"})");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(answer, HasSubstr("Try again in a moment."));
  is_full = false;
  EXPECT_FALSE(has_business("Late"));
}

TEST_F(AdminApplicationTest, AnswersWhenTheChangeIsInTheSecurityLog) {
  const auto before = security_events();
  EXPECT_THAT(command("business-create", R"({"name":"Beta"})"), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(security_events(), before + 1);
  EXPECT_THAT(command("business-create", R"({"name":"Beta"})"), StartsWith("HTTP/1.1 422"));
  EXPECT_EQ(security_events(), before + 1);
}

TEST_F(AdminApplicationTest, DoesNothingForACallerThatGoesAwayBeforeItsCommandIsWhole) {
  const auto whole = post("/admin/v1/commands/business-create", R"({"name":"Half"})", kJson);
  for (const auto size : {whole.size() - 1, whole.size() / 2}) {
    net::Client caller{path};
    caller.send(whole.substr(0, size));
  }
  EXPECT_THAT(command("client-list", "{}"), StartsWith("HTTP/1.1 200"));
  EXPECT_FALSE(has_business("Half"));
}

TEST_F(AdminApplicationTest, FinishesACommandWhoseCallerGoesAway) {
  std::promise<void> begun;
  std::promise<void> released;
  before_erasing = [&] {
    begun.set_value();
    released.get_future().wait();
  };
  {
    net::Client caller{path};
    caller.send(
        post("/admin/v1/commands/tenant-erase", R"({"tenant":"Hillside","yes":true})", kJson));
    begun.get_future().wait();
  }
  // The loop is not held up meanwhile; another command waits.
  EXPECT_THAT(talk(get("/metrics")), StartsWith("HTTP/1.1 200"));
  net::Client other{path};
  other.send(post("/admin/v1/commands/tenant-list", "{}", kJson));
  EXPECT_TRUE(other.is_quiet(std::chrono::milliseconds{50}));
  released.set_value();
  EXPECT_EQ(body_of(other.answer()), R"({"results":[]})");
  EXPECT_EQ(erased.size(), 1U);
}

TEST_F(AdminApplicationTest, FinishesACommandBeforeItStops) {
  std::promise<void> begun;
  before_erasing = [&] {
    begun.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
  };
  net::Client caller{path};
  caller.send(
      post("/admin/v1/commands/tenant-erase", R"({"tenant":"Hillside","yes":true})", kJson));
  begun.get_future().wait();
  server.stop(kLongestCommand);
  EXPECT_THAT(caller.answer(), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(erased.size(), 1U);
}

}  // namespace
}  // namespace vip
