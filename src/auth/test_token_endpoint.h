#pragma once

// A token endpoint on a platform of its own, for its tests.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "auth/authenticator.h"
#include "auth/token_endpoint.h"
#include "auth/token_verifier.h"
#include "core/bytes.h"
#include "core/json.h"
#include "platform/test_platform.h"

namespace vip::test {

constexpr auto kJson = "application/json";
constexpr auto kForm = "application/x-www-form-urlencoded";
inline const TokenIdentity kIdentity{"http://127.0.0.1:8080", "http://127.0.0.1:8080"};
constexpr auto kScopes = "contact:create contact:pii contact:read patient:read";

inline http::RequestHead post(const std::string& type) {
  http::RequestHead head;
  head.method = http::Method::post;
  head.method_text = "POST";
  head.path = "/oauth/token";
  if (!type.empty()) head.headers.add("Content-Type", type);
  head.peer = "127.0.0.1";
  return head;
}

inline std::string json_body(const std::string& key, const std::string& secret) {
  return R"({"client_id":")" + key + R"(","client_secret":")" + secret + R"("})";
}

inline std::string member(const http::Response& response, std::string_view name) {
  const auto node = json::parse(response.body);
  if (!node || node->find(name) == nullptr) return "";
  return node->find(name)->text;
}

inline std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [field, value] : response.headers)
    if (field == name) return value;
  return "";
}

class TokenEndpointTest : public ::testing::Test {
 protected:
  void restart() {
    endpoint.reset();
    platform.start();
    endpoint = std::make_unique<TokenEndpoint>(*platform, kIdentity, std::chrono::hours{24});
  }
  http::Response ask(const http::RequestHead& head, const std::string& body,
                     const std::string& address = "127.0.0.1") {
    return endpoint->answer(TokenEndpoint::operation_at(head.path).value(), head, body, address,
                            "c");
  }
  std::string token(const test::TestClient& who, const std::string& scope = "") {
    auto body =
        "grant_type=client_credentials&client_id=" + who.key + "&client_secret=" + who.secret;
    if (!scope.empty()) body += "&scope=" + scope;
    const auto response = ask(post(kForm), body);
    EXPECT_EQ(response.status, 200) << response.body;
    return member(response, "access_token");
  }
  bool accepts(const std::string& value) {
    const PlatformTokenVerifier verifier{*platform, kIdentity};
    const Authenticator authenticator{platform->directory(), verifier, platform.clock};
    http::Headers headers;
    headers.add("Authorization", "Bearer " + value);
    return authenticator.authenticate(headers, "127.0.0.1").has_value();
  }

  test::TestPlatform platform;
  std::unique_ptr<TokenEndpoint> endpoint =
      std::make_unique<TokenEndpoint>(*platform, kIdentity, std::chrono::hours{24});
  test::TestClient client = test::add_client(*platform, kScopes);
};

}  // namespace vip::test
