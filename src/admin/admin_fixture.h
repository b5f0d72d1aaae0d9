#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "admin/admin_service.h"
#include "auth/token_endpoint.h"
#include "platform/test_platform.h"
#include "schema/resource.h"

// For tests: a platform with one business, customer, tenant and client, and its commands.

namespace vip::test {

inline const TokenIdentity kIdentity{"http://127.0.0.1:8080", "http://127.0.0.1:8080"};

inline Catalogue small_catalogue() {
  Catalogue catalogue;
  for (const auto* group : {"contact", "patient"}) {
    auto domain = std::make_unique<Domain>();
    domain->name = std::string{group} + "-management";
    domain->scope = group;
    auto resource = std::make_unique<Resource>();
    resource->domain = domain.get();
    resource->name = std::string{group} + "s";
    resource->scope = group;
    domain->resources.push_back(std::move(resource));
    catalogue.domains.push_back(std::move(domain));
  }
  return catalogue;
}

inline int token_status(Platform& platform, const std::string& key, const std::string& secret) {
  http::RequestHead head;
  head.method = http::Method::post;
  head.headers.add("Content-Type", "application/json");
  TokenEndpoint endpoint{platform, kIdentity, std::chrono::hours{1}};
  return endpoint
      .answer(TokenOperation::issue, head,
              R"({"client_id":")" + key + R"(","client_secret":")" + secret + R"("})", "127.0.0.1",
              "c")
      .status;
}

class AdminTest : public ::testing::Test {
 protected:
  AdminTest() {
    dependencies.scopes = KnownScopes{catalogue};
    dependencies.erase_data = [this](const Uuid& tenant) {
      if (before_erasing) before_erasing();
      erased.push_back(tenant);
    };
    dependencies.check_aggregates = [this](const TenantRecord&) {
      return check_totals_fails ? throw std::runtime_error{"disk I/O error"} : aggregates;
    };
    service = std::make_unique<AdminService>(*platform, dependencies);
    done("business create", R"({"name":"Acme"})");
    done("customer create", R"({"name":"Hillside Ltd"})");
    done("tenant create", R"({"customer":"Hillside Ltd","name":"Hillside"})");
    client = done("client create", R"({"business":"Acme","name":"main"})");
  }

  AdminAnswer perform(const std::string& command, const std::string& arguments) {
    return service->perform(command, *json::parse(arguments));
  }
  json::Node done(const std::string& command, const std::string& arguments) {
    const auto answer = perform(command, arguments);
    EXPECT_TRUE(answer) << command << ": " << (answer ? "" : answer.error().what());
    return answer ? *json::parse(*answer) : json::Node{};
  }
  std::string refusal(const std::string& command, const std::string& arguments) {
    const auto answer = perform(command, arguments);
    return answer ? "done" : answer.error().what();
  }
  static std::string text(const json::Node& node, std::string_view name) {
    const auto* found = node.find(name);
    return found == nullptr ? "" : found->text;
  }
  int token_status(const std::string& key, const std::string& secret) {
    return test::token_status(*platform, key, secret);
  }

  Catalogue catalogue = small_catalogue();
  test::TestPlatform platform;
  AdminDependencies dependencies;
  std::function<void()> before_erasing;
  std::vector<Uuid> erased;
  bool check_totals_fails = false;
  AggregateCheck aggregates{.aggregates = 12, .wrong = 0, .first = {}};
  std::unique_ptr<AdminService> service;
  json::Node client;
};

}  // namespace vip::test
