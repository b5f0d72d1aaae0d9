#include "net/http_client.h"

#include "net/test_server.h"

namespace vip::net {
namespace {

class HttpClient : public testing::Test {
 protected:
  HttpClient() : server{application, Listen{"127.0.0.1", 0}, Limits{}, 1} { server.start(); }
  ClientResponse call(const std::string& method, const std::string& target,
                      const std::string& sent = "") {
    body.clear();
    ClientRequest request;
    request.method = method;
    request.target = target;
    request.body = sent;
    const Origin origin{false, "127.0.0.1", server.port(), ""};
    return send_request(
        origin, request,
        [&](const ClientResponse&, std::string_view piece) {
          largest = std::max(largest, piece.size());
          body += piece;
        },
        10s);
  }
  TestApplication application;
  Server server;
  std::string body;
  std::size_t largest = 0;
};

TEST_F(HttpClient, SendsAndReadsPieceByPiece) {
  const auto echoed = call("POST", "/echo", "hello");
  EXPECT_EQ(echoed.status, 200);
  EXPECT_EQ(echoed.header("content-TYPE"), "text/plain");
  EXPECT_EQ(body, "hello");
  EXPECT_EQ(call("GET", "/large").status, 200);
  EXPECT_EQ(body.size(), 8'000'000U);
  EXPECT_LE(largest, 64U * 1024);
  call("HEAD", "/large");
  EXPECT_EQ(body, "");
}

TEST_F(HttpClient, SaysWhatFailed) {
  const auto port = server.port();
  const Origin plain_as_secure{true, "127.0.0.1", port, ""};
  try {
    send_request(
        plain_as_secure, {}, [](const auto&, auto) {}, 10s);
    FAIL() << "a server without TLS was taken for a secure one";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), StartsWith("No secure connection (https://127.0.0.1:"));
  }
  const Origin nowhere{false, "nowhere.invalid", 80, ""};
  EXPECT_THROW(send_request(
                   nowhere, {}, [](const auto&, auto) {}, 10s),
               std::runtime_error);
}

TEST(Origin, IsReadFromAUrl) {
  struct Row {
    const char* url;
    const char* authority;
    const char* path;
    bool loopback;
  };
  for (const auto& [url, authority, path, loopback] :
       {Row{"http://127.0.0.1:8080", "127.0.0.1:8080", "", true},
        Row{"https://api.example.com/", "api.example.com", "", false},
        Row{"https://api.example.com:443/vip/", "api.example.com", "/vip", false},
        Row{"http://api.example.com:443", "api.example.com:443", "", false},
        Row{"http://[::1]:80/x", "[::1]", "/x", true},
        Row{"http://[2001:db8::1]:8080", "[2001:db8::1]:8080", "", false},
        Row{"http://LocalHost", "LocalHost", "", true}}) {
    const auto origin = Origin::parse(url);
    ASSERT_TRUE(origin) << url;
    EXPECT_EQ(origin->authority(), authority) << url;
    EXPECT_EQ(origin->path, path) << url;
    EXPECT_EQ(origin->is_loopback(), loopback) << url;
  }
  for (const auto* wrong :
       {"", "api.example.com", "ftp://x", "http://", "http:///x", "http://u:p@x", "http://x:0",
        "http://x:99999", "http://x:", "http://x:8o", "http://[::1", "http://[::1]x", "http://x?y",
        "http://x#y", "http://x y"})
    EXPECT_FALSE(Origin::parse(wrong)) << wrong;
}

}  // namespace
}  // namespace vip::net
