// Servers on a Unix socket, and the client for them.

#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "net/test_server.h"
#include "net/unix_address.h"
#include "net/unix_client.h"

namespace vip::net {
namespace {

namespace fs = std::filesystem;

class UnixSocket : public testing::Test {
 protected:
  UnixSocket() {
    std::string name = (fs::temp_directory_path() / "vip-unix-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
    folder = name;
    path = folder + "/vip.sock";
  }
  void TearDown() override {
    server.reset();
    fs::remove_all(folder);
  }
  void serve(const Limits& limits = {}) {
    server.emplace(application, UnixListen{path}, limits, 1);
    server->start();
  }
  std::string folder, path;
  TestApplication application;
  std::optional<Server> server;
};

TEST_F(UnixSocket, IsServedLikeAnAddress) {
  serve();
  EXPECT_EQ(server->port(), 0);
  Client client{path};
  client.send(post("/echo", "1") + post("/later", "2") + get("/peer"));
  EXPECT_EQ(body_of(client.answer()), "1");
  EXPECT_EQ(body_of(client.answer()), "later 2");
  EXPECT_EQ(body_of(client.answer()), "unix");
  client.send(get("/large"));
  EXPECT_EQ(body_of(client.answer()).size(), 8'000'000U);
  client.send(post("/upload", std::string(5'000'000, 'x')));
  EXPECT_EQ(body_of(client.answer()), "5000000");
  client.send("nonsense\r\n\r\n");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 400"));
}

TEST_F(UnixSocket, IsForItsOwnerAndGoesWithTheServer) {
  serve();
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_TRUE(S_ISSOCK(status.st_mode));
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  server.reset();
  EXPECT_FALSE(fs::exists(path));
  EXPECT_FALSE(UnixClient::connect(path));
}

TEST_F(UnixSocket, TakesThePlaceOfOneThatACrashLeft) {
  ASSERT_TRUE(leave_a_stale_socket(path));
  ASSERT_TRUE(fs::exists(path));
  EXPECT_FALSE(UnixClient::connect(path)) << "nobody listens there";
  serve();
  EXPECT_EQ(UnixClient::connect(path).value().post("/echo", "x", 5s).body, "x");
}

TEST_F(UnixSocket, MayHaveALongPath) {
  folder += "/" + std::string(200, 'd');
  path = folder + "/vip.sock";
  EXPECT_FALSE(UnixClient::connect(path)) << "there is no such folder";
  EXPECT_THROW(serve(), std::system_error);
  fs::create_directory(folder);
  serve();
  EXPECT_EQ(UnixClient::connect(path).value().post("/echo", "x", 5s).body, "x");
  server.reset();
  EXPECT_FALSE(fs::exists(path));
  folder = fs::path{folder}.parent_path().string();
}

TEST_F(UnixSocket, IsForTheSameUserAndRoot) {
  EXPECT_TRUE(may_connect(1000, 1000));
  EXPECT_TRUE(may_connect(0, 1000));
  EXPECT_FALSE(may_connect(1001, 1000));
  EXPECT_FALSE(may_connect(1000, 0));
}

// In a child process: connects as another user and asks. 0 when it is cut off without an answer.
int ask_as_another_user(const std::string& path) {
  constexpr uid_t nobody = 65534;
  if (::setuid(nobody) != 0) return 2;
  Client client{path};
  if (!client.connected()) return 3;
  client.send(get("/echo"));
  return client.rest().empty() ? 0 : 1;
}

TEST_F(UnixSocket, CutsOffAnotherUserWhateverTheModeOfItsFile) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  serve();
  fs::permissions(folder, fs::perms{0755});
  fs::permissions(path, fs::perms{0666});
  const auto child = ::fork();
  if (child == 0) std::_Exit(ask_as_another_user(path));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(application.admitted, 0);
  EXPECT_EQ(UnixClient::connect(path).value().post("/echo", "x", 5s).body, "x");
}

TEST_F(UnixSocket, AnswersWhatIsInFlightBeforeItStops) {
  serve();
  Client client{path};
  client.send(post("/slow", "x"));
  while (application.admitted < 1) std::this_thread::sleep_for(1ms);
  server->stop(10s);
  const auto answer = client.rest();
  EXPECT_EQ(body_of(answer), "later x");
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(UnixSocket, ItsClientReadsAnswersOfAllKinds) {
  serve();
  auto client = UnixClient::connect(path).value();
  EXPECT_EQ(client.post("/echo", "{}", 5s).body, "{}");
  EXPECT_EQ(client.post("/large", "", 5s).body.size(), 8'000'000U);
  EXPECT_EQ(client.post("/empty", "", 5s).status, 204);
  const auto denied = client.post("/denied", "", 5s);
  EXPECT_EQ(denied.status, 401);
  EXPECT_THAT(denied.headers, testing::Contains(testing::Pair("Content-Type", "text/plain")));
  EXPECT_EQ(client.post("/echo", std::string(3'000'000, 'x'), 5s).status, 413);
}

TEST_F(UnixSocket, ItsClientSaysWhenNoAnswerComes) {
  Limits limits;
  limits.request_timeout = 30s;
  serve(limits);
  EXPECT_THROW(UnixClient::connect(path).value().post("/never", "", 100ms), std::system_error);
  auto client = UnixClient::connect(path).value();
  std::thread stop{[this] {
    while (application.admitted < 2) std::this_thread::sleep_for(1ms);
    server->stop(0ms);
  }};
  EXPECT_THROW(client.post("/never", "", 20s), std::system_error);
  stop.join();
}

}  // namespace
}  // namespace vip::net
