#include "admin/admin_service.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "admin/admin_fixture.h"
#include "admin/sandbox_setup.h"
#include "platform/security_log.h"
#include "store/sqlite/tenant_identity.h"

namespace vip {
namespace {

using AdminServiceTest = test::AdminTest;

TEST_F(AdminServiceTest, ASandboxClientHasAllScopesAndItsSecretServesAtOnce) {
  EXPECT_EQ(client.find("scopes")->items.size(), 10U);
  EXPECT_TRUE(text(client, "client-secret").starts_with("vip_test_"));
  EXPECT_EQ(token_status(text(client, "client-id"), text(client, "client-secret")), 200);
  const auto shown = done("client show", R"({"client":"main"})");
  EXPECT_EQ(shown.find("client-secret"), nullptr) << "shown once";
  EXPECT_EQ(shown.find("secrets")->items.size(), 1U);
}

TEST_F(AdminServiceTest, ACheckOfATenantNamesEachTotalThatIsNotItsSum) {
  EXPECT_EQ(text(done("tenant check", R"({"tenant":"Hillside"})"), "aggregates"), "12");
  Field balance;
  balance.name = "balance";
  balance.scale = 2;
  balance.owner = catalogue.all().front();
  aggregates.wrong = 2;
  aggregates.first = {{&balance, Uuid{}, 1250, -1200}};
  EXPECT_EQ(refusal("tenant check", R"({"tenant":"Hillside"})"),
            "2 of 12 aggregates are not the sums of what they add up:\n  " +
                balance.owner->domain->name + "/" + balance.owner->name + " " + to_string(Uuid{}) +
                ": balance is 12.5, its sum -12\n  and so on");
}

TEST_F(AdminServiceTest, AProductionClientHasOnlyWhatItIsGiven) {
  const auto made = done("client create",
                         R"({"business":"Acme","name":"live","environment":"production",
                             "scopes":["contact:read contact.contacts:update"],"allow":["192.0.2.0/24"]})");
  EXPECT_EQ(made.find("scopes")->items.size(), 2U);
  EXPECT_TRUE(text(made, "client-secret").starts_with("vip_live_"));
  EXPECT_EQ(done("client create", R"({"business":"Acme","name":"bare","environment":"production"})")
                .find("scopes")
                ->items.size(),
            0U);
  EXPECT_EQ(token_status(text(made, "client-id"), text(made, "client-secret")), 403);
  done("client allow", R"({"client":"live","add":["127.0.0.1"]})");
  EXPECT_EQ(token_status(text(made, "client-id"), text(made, "client-secret")), 200);
  done("client allow", R"({"client":"live","clear":true})");
  EXPECT_EQ(token_status(text(made, "client-id"), text(made, "client-secret")), 403);
}

TEST_F(AdminServiceTest, RefusalsTeach) {
  struct Row {
    const char* command;
    const char* arguments;
    const char* part;
  };
  const Row rows[] = {
      {"business create", R"({"name":"Acme"})", "Choose another name"},
      {"business create", R"({})", "name is missing"},
      {"business create", R"({"name":"  "})", "must not be empty"},
      {"business create", R"({"name":7})", "wrong type"},
      {"business create", R"({"name":"a\nb"})", "one line"},
      {"client create", R"({"business":"Nobody","name":"x"})", "vip business list"},
      {"client create", R"({"business":"Acme","name":"main"})", "Choose another name"},
      {"client create", R"({"business":"Acme","name":"x","environment":"test"})",
       "sandbox or production"},
      {"client create", R"({"business":"Acme","name":"x","scopes":["contact:raed"]})",
       "contact:read"},
      {"client create", R"({"business":"Acme","name":"x","scopes":["Contact"]})",
       "<group>:<action>"},
      {"client create", R"({"business":"Acme","name":"x","allow":["1.2.3"]})", "203.0.113.0/24"},
      {"client show", R"({"client":"nobody"})", "vip client list"},
      {"client scopes", R"({"client":"main","set":["all"],"add":["contact:read"]})", "Either"},
      {"client scopes", R"({"client":"main","remove":["contact.contacts:read"]})", "does not have"},
      {"client allow", R"({"client":"main","remove":["192.0.2.1"]})", "not on the list"},
      {"client enable", R"({"client":"main"})", "not disabled"},
      {"client rotate", R"({"client":"main","overlap-seconds":-1})", "30 days"},
      {"client revoke-secret", R"({"client":"main","secret":"x"})", "vip client show"},
      {"tenant create", R"({"customer":"Hillside Ltd","name":"Hillside"})", "Choose another name"},
      {"tenant create", R"({"customer":"Hillside Ltd","name":"x","currency":"pounds"})",
       "ISO 4217"},
      {"tenant create", R"({"customer":"Hillside Ltd","name":"x","locale":"en"})", "en_GB"},
      {"tenant erase", R"({"tenant":"Hillside"})", "--yes"},
      {"tenant erase", R"({"tenant":"Hillside","confirm":"hillside"})", "--confirm"},
      {"grant add", R"({"client":"main","tenant":"Hillside"})", "authorised-by"},
      {"grant add",
       R"({"client":"main","tenant":"Hillside","authorised-by":"J","expires":"2001-01-01"})",
       "future"},
      {"grant add", R"({"client":"main","tenant":"Hillside","authorised-by":"J","expires":"soon"})",
       "a date"},
      {"grant revoke", R"({"client":"main","tenant":"Hillside"})", "vip grant list"},
      {"tenant remove", "{}", "vip --help"},
  };
  for (const auto& row : rows)
    EXPECT_NE(refusal(row.command, row.arguments).find(row.part), std::string::npos)
        << row.command << " " << row.arguments << ": " << refusal(row.command, row.arguments);
  EXPECT_TRUE(erased.empty());
}

TEST_F(AdminServiceTest, SecretsRotateWithAnOverlapAndAreAtMostTwo) {
  const auto id = text(client, "client-id");
  const auto first = text(client, "client-secret");
  const auto second =
      text(done("client rotate", R"({"client":"main","overlap-seconds":3600})"), "client-secret");
  EXPECT_EQ(token_status(id, first), 200);
  EXPECT_EQ(token_status(id, second), 200);
  EXPECT_NE(refusal("client rotate", R"({"client":"main"})").find("two live secrets"),
            std::string::npos);
  platform.clock.advance(3'600'000);
  EXPECT_EQ(token_status(id, first), 401);
  EXPECT_EQ(token_status(id, second), 200);
  const auto third =
      text(done("client rotate", R"({"client":"main","overlap-seconds":0})"), "client-secret");
  EXPECT_EQ(token_status(id, second), 401);
  EXPECT_EQ(token_status(id, third), 200);
  const auto shown = done("client show", R"({"client":"main"})");
  const auto secret = text(shown.find("secrets")->items.at(0), "secret-uuid");
  done("client revoke-secret", R"({"client":"main","secret":")" + secret + R"("})");
  EXPECT_EQ(token_status(id, third), 401);
}

TEST_F(AdminServiceTest, DisablingAndEnabling) {
  const auto id = text(client, "client-id");
  done("client disable", R"({"client":"main"})");
  EXPECT_EQ(token_status(id, text(client, "client-secret")), 401);
  EXPECT_TRUE(platform->directory().client_by_key(id)->tokens_valid_from > platform.clock.now());
  done("client enable", R"({"client":"main"})");
  EXPECT_EQ(token_status(id, text(client, "client-secret")), 200);
}

TEST_F(AdminServiceTest, GrantsAreGivenTakenAndListed) {
  const auto client_id = platform->directory().client_by_key(text(client, "client-id"))->id;
  const auto made =
      done("grant add", R"({"client":"main","tenant":"Hillside","authorised-by":"J. Hill",
                                          "scopes":["contact:read"],"expires":"2099-01-01"})");
  const auto tenant = *parse_uuid(text(made, "tenant-uuid"));
  const auto live = [&] {
    return platform->directory().live_grant(client_id, tenant, platform.clock.now());
  };
  ASSERT_TRUE(live());
  EXPECT_EQ(live()->narrowed_to->to_string(), "contact:read");
  EXPECT_NE(refusal("grant add", R"({"client":"main","tenant":"Hillside","authorised-by":"J"})")
                .find("already"),
            std::string::npos);
  done("grant revoke", R"({"client":"main","tenant":"Hillside"})");
  EXPECT_FALSE(live());
  done("grant add", R"({"client":"main","tenant":"Hillside","authorised-by":"J. Hill"})");
  EXPECT_TRUE(live());
  const auto listed = done("grant list", R"({"client":"main"})");
  ASSERT_EQ(listed.find("results")->items.size(), 2U);
  EXPECT_EQ(text(listed.find("results")->items[0], "state"), "revoked");
  EXPECT_EQ(text(listed.find("results")->items[1], "state"), "in-force");

  done("client create", R"({"business":"Acme","name":"live","environment":"production"})");
  EXPECT_NE(refusal("grant add", R"({"client":"live","tenant":"Hillside","authorised-by":"J"})")
                .find("never mix"),
            std::string::npos);
}

TEST_F(AdminServiceTest, ErasingATenantEndsAccessAndErasesItsData) {
  done("grant add", R"({"client":"main","tenant":"Hillside","authorised-by":"J"})");
  done("tenant erase", R"({"tenant":"Hillside","confirm":"Hillside"})");
  EXPECT_EQ(erased.size(), 1U);
  EXPECT_TRUE(done("tenant list", "{}").find("results")->items.empty());
  EXPECT_EQ(text(done("grant list", "{}").find("results")->items[0], "state"), "revoked");
}

TEST_F(AdminServiceTest, WhatChangesIsInTheChainOfSecurityEvents) {
  SecurityLog log{platform->database()};
  EXPECT_EQ(log.first_broken(), std::nullopt);
  const auto count = [&] {
    return platform->database().read([](sqlite::Database& database) {
      auto row = database.prepare("SELECT count(*) FROM security_events");
      row.step();
      return row.integer(0);
    });
  };
  EXPECT_EQ(count(), 4) << "what this test's set-up did";
  done("client list", "{}");
  EXPECT_EQ(count(), 4) << "reading is no event";
  platform->database().transact([](sqlite::Database& database) {
    database.execute("UPDATE security_events SET detail = '{}' WHERE sequence = 2");
  });
  EXPECT_EQ(log.first_broken(), 2);
}

// A folder as `vip restore` fills it; its name.
std::string ready_tenant(const Platform& platform) {
  std::string name = ".scratch-" + to_string(make_uuid_v4());
  const std::string folder = platform.data_directory() + "/" + name;
  const sqlite::TenantIdentity identity{make_uuid_v4(), {1}};
  sqlite::make_tenant_file(folder, identity);
  std::filesystem::rename(sqlite::tenant_path(folder, identity.tenant), folder + "/tenant.db");
  return name;
}

TEST_F(AdminServiceTest, AnAdoptedTenantHasItsFileAndItsContents) {
  const std::string name = ready_tenant(*platform);
  const std::string folder = platform->data_directory() + "/" + name;
  std::filesystem::create_directories(folder + "/blobs/ab");
  std::ofstream{folder + "/blobs/ab/abcd"} << "content";
  const std::string rest =
      R"(","customer":"Hillside Ltd","currency":"GBP","locale":"en_GB","name":)";
  EXPECT_NE(refusal("tenant adopt", R"({"folder":")" + name + rest + R"("Hillside"})")
                .find("Choose another name"),
            std::string::npos);
  EXPECT_NE(refusal("tenant adopt", R"({"folder":")" + name +
                                        R"(","customer":"Hillside Ltd","currency":"Pounds",)"
                                        R"("locale":"en_GB","name":"A"})")
                .find("ISO 4217"),
            std::string::npos);
  const auto made = done("tenant adopt", R"({"folder":")" + name + rest + R"("Adopted"})");
  const auto id = text(made, "tenant-uuid");
  EXPECT_TRUE(std::filesystem::exists(platform->data_directory() + "/blobs/" + id + "/ab/abcd"));
  sqlite::Database file{platform->data_directory() + "/tenants/" + id + ".db",
                        sqlite::Access::read};
  const auto created = platform->directory().tables()->tenant_created(*parse_uuid(id));
  EXPECT_EQ(sqlite::identity_in(file), (sqlite::TenantIdentity{*parse_uuid(id), *created}));
  for (const auto* wrong : {".scratch-x", "tenants", "../elsewhere", "."})
    EXPECT_NE(refusal("tenant adopt", R"({"folder":")" + std::string{wrong} + rest + R"("A"})")
                  .find("folder must be"),
              std::string::npos)
        << wrong;
  EXPECT_NE(refusal("tenant adopt",
                    R"({"folder":")" + ready_tenant(*platform) + R"(","in-place":"Hillside"})")
                .find("is there"),
            std::string::npos);
}

// Every command that changes something, while the disk takes all but the row of the audit.
TEST_F(AdminServiceTest, WhatCannotBeAuditedIsNotChanged) {
  done("grant add", R"({"client":"main","tenant":"Hillside","authorised-by":"J"})");
  done("client create", R"({"business":"Acme","name":"off"})");
  done("client disable", R"({"client":"off"})");
  const auto shown = done("client show", R"({"client":"main"})");
  const auto secret = text(shown.find("secrets")->items.at(0), "secret-uuid");
  const std::map<std::string_view, std::string> arguments{
      {"business create", R"({"name":"Other"})"},
      {"business rename", R"({"business":"Acme","name":"Renamed"})"},
      {"customer create", R"({"name":"Other"})"},
      {"customer rename", R"({"customer":"Hillside Ltd","name":"Renamed"})"},
      {"client create", R"({"business":"Acme","name":"other"})"},
      {"client rename", R"({"client":"main","name":"renamed"})"},
      {"client scopes", R"({"client":"main","set":["contact:read"]})"},
      {"client allow", R"({"client":"main","add":["192.0.2.1"]})"},
      {"client limits", R"({"client":"main","rate":"100"})"},
      {"client rotate", R"({"client":"main"})"},
      {"client revoke-secret", R"({"client":"main","secret":")" + secret + R"("})"},
      {"client disable", R"({"client":"main"})"},
      {"client enable", R"({"client":"off"})"},
      {"tenant create", R"({"customer":"Hillside Ltd","name":"Other"})"},
      {"tenant rename", R"({"tenant":"Hillside","name":"Renamed"})"},
      {"tenant erase", R"({"tenant":"Hillside","yes":true})"},
      {"tenant adopt", R"({"folder":")" + ready_tenant(*platform) +
                           R"(","customer":"Hillside Ltd","name":"Adopted","currency":"GBP",)" +
                           R"("locale":"en_GB","environment":"sandbox"})"},
      {"grant add", R"({"client":"off","tenant":"Hillside","authorised-by":"J"})"},
      {"grant revoke", R"({"client":"main","tenant":"Hillside"})"},
      {"key rotate", R"({"emergency":true})"},
  };
  const auto everything = [&] {
    std::string all;
    for (const auto* list : {"business list", "customer list", "client list", "tenant list",
                             "grant list", "key list", "audit events"})
      all += *perform(list, "{}");
    return all + *perform("client show", R"({"client":"main"})");
  };
  platform->database().transact([](sqlite::Database& database) {
    database.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON security_events "
        "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
  });
  const auto before = everything();
  for (const auto name : AdminService::changing_commands()) {
    ASSERT_TRUE(arguments.contains(name)) << name << " needs a row here";
    EXPECT_NE(refusal(std::string{name}, arguments.at(name)).find("could not"), std::string::npos)
        << name;
    EXPECT_EQ(everything(), before) << name;
  }
  EXPECT_TRUE(erased.empty());
  platform->database().transact(
      [](sqlite::Database& database) { database.execute("DROP TRIGGER full"); });
  // Each of them is done once it can be audited; the new names last, for the others to be found.
  for (const bool renames : {false, true})
    for (const auto name : AdminService::changing_commands())
      if (name != "tenant erase" && name.ends_with("rename") == renames)
        done(std::string{name}, arguments.at(name));
}

TEST_F(AdminServiceTest, TheAuditIsReadPageByPage) {
  for (int i = 0; i < 10; ++i)
    done("business create", R"({"name":"Business )" + std::to_string(i) + R"("})");
  const auto page = done("audit events", "{}");
  ASSERT_EQ(page.find("results")->items.size(), 14U);
  const auto& last = page.find("results")->items.back();
  EXPECT_EQ(text(last, "kind"), "operator-acted");
  EXPECT_EQ(text(*last.find("detail"), "command"), "business create");
  EXPECT_TRUE(parse_uuid(text(*last.find("detail"), "subject")));
  EXPECT_EQ(text(page, "next"), "14");
  const auto end = done("audit events", R"({"after":14})");
  EXPECT_TRUE(end.find("results")->items.empty());
  EXPECT_EQ(end.find("next"), nullptr);
  EXPECT_TRUE(done("audit events", R"({"since":"2099-01-01"})").find("results")->items.empty());
  EXPECT_TRUE(done("audit refusals", "{}").find("results")->items.empty());
  EXPECT_EQ(text(done("audit check", "{}"), "events"), "14");
  platform->database().transact([](sqlite::Database& database) {
    database.execute("UPDATE security_events SET kind = 'x' WHERE sequence = 3");
  });
  EXPECT_NE(refusal("audit check", "{}").find("the security event 3"), std::string::npos);
}

TEST_F(AdminServiceTest, RenamingChangesTheNameAlone) {
  const auto id = text(client, "client-id");
  const auto secret = text(client, "client-secret");
  done("grant add", R"({"client":"main","tenant":"Hillside","authorised-by":"J"})");
  struct Row {
    std::string kind, old_name;
  };
  for (const auto& [kind, old_name] : {Row{"business", "Acme"}, Row{"customer", "Hillside Ltd"},
                                       Row{"tenant", "Hillside"}, Row{"client", "main"}}) {
    const auto arguments = [&, k = kind](const std::string& named, const std::string& name) {
      return fmt::format(R"({{"{}":"{}","name":"{}"}})", k, named, name);
    };
    const auto renamed = done(kind + " rename", arguments(old_name, "New é name"));
    EXPECT_EQ(text(renamed, "name"), "New é name") << kind;
    const auto listed = done(kind + " list", "{}");
    ASSERT_EQ(listed.find("results")->items.size(), 1U) << kind;
    EXPECT_EQ(text(listed.find("results")->items[0], "name"), "New é name") << kind;
    EXPECT_EQ(text(listed.find("results")->items[0], kind + "-uuid"),
              text(renamed, kind + "-uuid"));
    EXPECT_NE(refusal(kind + " rename", arguments(old_name, "x")).find("\"" + old_name + "\""),
              std::string::npos)
        << kind << " is still known by its old name";
    for (const auto* wrong : {"", "  ", "a\\nb"})
      EXPECT_NE(refusal(kind + " rename", arguments("New é name", wrong)), "done") << kind;
    EXPECT_NE(refusal(kind + " rename", arguments("New é name", "New é name")).find("already"),
              std::string::npos)
        << kind;
  }
  EXPECT_EQ(token_status(id, secret), 200);
  const auto tenant = done("tenant show", R"({"tenant":"New é name"})");
  EXPECT_EQ(text(tenant.find("grants")->items.at(0), "client"), "New é name");
  EXPECT_EQ(text(tenant, "customer"), "New é name");
  EXPECT_EQ(text(tenant, "environment"), "sandbox");
  const auto shown = done("client show", R"({"client":"New é name"})");
  EXPECT_EQ(text(shown.find("grants")->items.at(0), "tenant"), "New é name");
}

TEST_F(AdminServiceTest, RenamingIsASecurityEventWithoutTheName) {
  done("tenant rename", R"({"tenant":"Hillside","name":"Mrs Miggins"})");
  const auto detail = platform->database().read([](sqlite::Database& database) {
    auto row =
        database.prepare("SELECT detail FROM security_events ORDER BY sequence DESC LIMIT 1");
    row.step();
    return std::string{row.bytes(0)};
  });
  EXPECT_NE(detail.find("tenant rename"), std::string::npos);
  EXPECT_EQ(detail.find("Miggins"), std::string::npos);
}

TEST_F(AdminServiceTest, AMistypedNameIsRecognised) {
  EXPECT_NE(refusal("client show", R"({"client":"mian"})").find("Did you mean \"main\"?"),
            std::string::npos);
  EXPECT_NE(refusal("tenant show", R"({"tenant":"Hilside"})").find("Did you mean \"Hillside\"?"),
            std::string::npos);
}

class SandboxSetupTest : public ::testing::Test {
 protected:
  int token_status(const std::string& key, const std::string& secret) {
    return test::token_status(*platform, key, secret);
  }
  Catalogue catalogue = test::small_catalogue();
  test::TestPlatform platform;
};

TEST_F(SandboxSetupTest, TheSandboxIsMadeOnceAndItsSecretsStay) {
  const auto file = platform.directory.path() + "/env/sandbox.env";
  const KnownScopes scopes{catalogue};
  const auto first = ensure_sandbox(*platform, scopes, "http://127.0.0.1:1", file);
  const auto again = ensure_sandbox(*platform, scopes, "http://127.0.0.1:2", file);
  EXPECT_EQ(again.client_id, first.client_id);
  EXPECT_EQ(again.client_secret, first.client_secret);
  EXPECT_EQ(again.limited_client_secret, first.limited_client_secret);
  EXPECT_EQ(token_status(first.client_id, first.client_secret), 200);
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  std::ifstream input{file};
  const std::string text{std::istreambuf_iterator<char>{input}, {}};
  for (const auto& line :
       {std::string{"VIP_URL=http://127.0.0.1:2\n"}, "VIP_CLIENT_ID=" + first.client_id + "\n",
        "VIP_TENANT_ID_2=" + to_string(first.tenant_2) + "\n",
        "VIP_LIMITED_CLIENT_SECRET=" + first.limited_client_secret + "\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line;

  const auto& directory = platform->directory();
  const auto full = directory.client_by_key(first.client_id);
  const auto limited = directory.client_by_key(first.limited_client_id);
  EXPECT_NE(full->business, limited->business);
  EXPECT_TRUE(full->scopes.admits("contact:pii"));
  EXPECT_FALSE(limited->scopes.admits("contact:pii"));
  EXPECT_TRUE(limited->scopes.admits("contact:update"));
  const auto now = platform.clock.now();
  EXPECT_TRUE(directory.live_grant(full->id, first.tenant, now));
  EXPECT_TRUE(directory.live_grant(full->id, first.tenant_2, now));
  EXPECT_TRUE(directory.live_grant(limited->id, first.tenant, now));
  EXPECT_FALSE(directory.live_grant(limited->id, first.tenant_2, now));

  std::filesystem::remove(file);
  const auto renewed = ensure_sandbox(*platform, scopes, "http://127.0.0.1:2", file);
  EXPECT_NE(renewed.client_secret, first.client_secret);
  EXPECT_EQ(token_status(first.client_id, first.client_secret), 401);
  EXPECT_EQ(token_status(renewed.client_id, renewed.client_secret), 200);
}

TEST_F(SandboxSetupTest, AnOperatorMayRenameWhatTheSandboxMade) {
  const auto file = platform.directory.path() + "/env/sandbox.env";
  const KnownScopes scopes{catalogue};
  const auto first = ensure_sandbox(*platform, scopes, "http://127.0.0.1:1", file);
  const auto records = platform->records();
  platform->change([&](PlatformStore& store) {
    for (const auto& party : records.businesses) store.rename_business(party.id, party.name + "!");
    for (const auto& party : records.customers) store.rename_customer(party.id, party.name + "!");
    for (const auto& tenant : records.tenants)
      store.rename_tenant(tenant.tenant.id, tenant.tenant.name + "!");
  });
  const auto again = ensure_sandbox(*platform, scopes, "http://127.0.0.1:1", file);
  EXPECT_EQ(again.client_secret, first.client_secret);
  EXPECT_EQ(platform->records().businesses.size(), records.businesses.size());
  EXPECT_EQ(platform->records().tenants.size(), records.tenants.size());
}

TEST_F(SandboxSetupTest, AnInstallationIsNoSandbox) {
  platform->change([&](PlatformStore& store) {
    store.insert_business({make_uuid_v4(), "Acme", platform.clock.now()});
  });
  const auto file = platform.directory.path() + "/env/sandbox.env";
  EXPECT_THROW(ensure_sandbox(*platform, KnownScopes{catalogue}, "http://127.0.0.1:1", file),
               std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(platform->records().tenants.empty());
}

}  // namespace
}  // namespace vip
