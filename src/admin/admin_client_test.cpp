#include "admin/admin_client.h"

#include <filesystem>
#include <thread>

#include "admin/admin_application.h"
#include "admin/admin_fixture.h"
#include "admin/data_lock.h"
#include "admin/metrics_application.h"
#include "net/test_server.h"

namespace vip {
namespace {

using Kind = AdminError::Kind;

// Breaks under every request.
class BrokenApplication final : public http::Application {
 public:
  http::Admitted admit(http::RequestHead) override { throw std::runtime_error{"broken"}; }
  http::Response malformed(const Problem&, std::string_view) override {
    throw std::runtime_error{"broken"};
  }
};

class AdminClientTest : public test::AdminTest {
 protected:
  static AdminDependencies never() { throw std::logic_error{"not here"}; }
  // What the serving process answers.
  tl::expected<AdminAnswer, Unreachable> ask(const std::string& command,
                                             const std::string& arguments = "{}") const {
    return call_admin({directory, command, arguments, std::chrono::milliseconds{0}}, never, {});
  }
  std::unique_ptr<net::Server> serve(http::Application& served) const {
    auto server = std::make_unique<net::Server>(
        served, net::UnixListen{admin_socket_path(directory)}, net::Limits{}, 1);
    server->start();
    return server;
  }

  std::string directory = platform.directory.path();
  std::vector<std::jthread> workers;
  Metrics metrics;
  MetricsApplication metrics_application{metrics};
  AdminApplication application{*service, metrics_application, [this](std::function<void()> work) {
                                 workers.emplace_back(std::move(work));
                                 return true;
                               }};
};

TEST_F(AdminClientTest, AsksTheServingProcess) {
  const auto lock = DataLock::take(directory);
  ASSERT_TRUE(lock);
  EXPECT_FALSE(DataLock::take(directory)) << "one at a time";
  const auto server = serve(application);
  const auto listed = ask("client list");
  ASSERT_TRUE(listed && *listed);
  EXPECT_EQ(**listed, *perform("client list", "{}"));
  const auto refused = ask("client show", R"({"client":"x"})");
  ASSERT_TRUE(refused && !*refused);
  EXPECT_EQ(refused->error().kind(), Kind::refused);
  EXPECT_EQ(refused->error().what(), refusal("client show", R"({"client":"x"})"));
  const auto usage = ask("client show");
  ASSERT_TRUE(usage && !*usage);
  EXPECT_EQ(usage->error().kind(), Kind::usage);
  EXPECT_STREQ(usage->error().what(), "client is missing.");
  const auto unknown = ask("client remove");
  ASSERT_TRUE(unknown && !*unknown);
  EXPECT_EQ(unknown->error().kind(), Kind::usage);
  EXPECT_STREQ(unknown->error().what(), AdminService::kNoSuchCommand);
  check_totals_fails = true;
  const auto failed = ask("tenant check", R"({"tenant":"Hillside"})");
  ASSERT_TRUE(failed && !*failed);
  EXPECT_EQ(failed->error().kind(), Kind::failed);
  EXPECT_STREQ(failed->error().what(), "The platform could not do it: disk I/O error");
}

TEST_F(AdminClientTest, SaysWhenTheServingProcessDoesNotAnswer) {
  const auto lock = DataLock::take(directory);
  const auto held = ask("client list");
  ASSERT_FALSE(held) << "locked, and nobody listens yet";
  EXPECT_NE(held.error().message.find("Try again in a moment"), std::string::npos);
  BrokenApplication broken;
  const auto server = serve(broken);
  const auto taken = ask("client list");
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().message.find("did not answer"), std::string::npos);
}

TEST_F(AdminClientTest, DoesTheCommandHereWithoutAServer) {
  platform.platform->change([](PlatformStore&) {});
  service.reset();
  platform.platform.reset();
  ASSERT_TRUE(net::leave_a_stale_socket(admin_socket_path(directory)));
  const auto listed = call_admin({directory, "client list"}, [&] { return dependencies; }, {});
  ASSERT_TRUE(listed && *listed);
  EXPECT_EQ(json::parse(**listed)->find("results")->items.size(), 1U);
  const auto unknown = call_admin({directory, "client remove"}, [&] { return dependencies; }, {});
  ASSERT_TRUE(unknown && !*unknown);
  EXPECT_EQ(unknown->error().kind(), Kind::usage);
}

TEST_F(AdminClientTest, MakesNoDirectoryThatIsMistyped) {
  const auto nothing =
      call_admin({directory + "/none", "client list"}, [] { return AdminDependencies{}; }, {});
  ASSERT_FALSE(nothing);
  EXPECT_NE(nothing.error().message.find("--data"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(directory + "/none"));
}

}  // namespace
}  // namespace vip
