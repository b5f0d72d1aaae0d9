// Each stage with literals: what it refuses, and that no value can be made but by its stage.

#include "api/stages.h"

#include <type_traits>

#include "api/request/authorize.h"
#include "api/request/negotiate.h"
#include "api/request/parameter_names.h"
#include "api/request/path_ids.h"
#include "engine/test_catalogue.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Whoever holds a value has been through its stage and all before it.
static_assert(!std::is_constructible_v<RoutedRequest, http::RequestHead, RouteMatch>);
static_assert(!std::is_constructible_v<AuthenticatedRequest, RoutedRequest, Caller>);
static_assert(!std::is_constructible_v<AdmittedRequest, RoutedRequest, TenantAccess>);
static_assert(!std::is_constructible_v<AuthorizedRequest, AdmittedRequest>);
static_assert(!std::is_constructible_v<NegotiatedRequest, AuthorizedRequest>);
static_assert(!std::is_constructible_v<Command, SharedCall, Command::Operation>);
// The key to a tenant's data comes of an admitted request, never of an id that a request names.
static_assert(!std::is_constructible_v<TenantKey, Uuid>);
static_assert(!std::is_convertible_v<Uuid, TenantKey>);
static_assert(!std::is_default_constructible_v<TenantKey>);
static_assert(!std::is_invocable_v<decltype(&Store::erase_tenant), Store&, Uuid>);
static_assert(std::is_same_v<decltype(std::declval<const TenantAccess&>().key()), TenantKey>);

class StagesTest : public testing::Test {
 protected:
  Route route(RouteKind kind, RouteMethod method, const std::string& path,
              const std::string& resource) const {
    return {kind, method, path, &catalogue_.resource("pets/" + resource), nullptr, nullptr};
  }
  Route create_owner() const {
    return route(RouteKind::create, RouteMethod::post, "/owners", "owners");
  }
  Route list_regions() const {
    return route(RouteKind::list, RouteMethod::get, "/regions", "regions");
  }

  Catalogue catalogue_ = api_catalogue();
};

TEST_F(StagesTest, MatchGivesTheRouteAndWhatThePathNames) {
  const Router router{catalogue_};
  http::RequestHead head;
  head.path = std::string("/pets/v1/api/owners/") + kId;
  const auto routed = match(router, head);
  ASSERT_TRUE(routed);
  EXPECT_EQ(full_path(routed->route()), "/pets/v1/api/owners/:owner-uuid");
  EXPECT_THAT(routed->path_values(), ElementsAre(kId));
  EXPECT_FALSE(routed->asks_options());
  head.method = http::Method::options;
  EXPECT_TRUE(match(router, head)->asks_options());
  head.method = http::Method::put;
  EXPECT_EQ(match(router, head).error().code, errors::method_not_allowed);
  head.path = "/pets/v1/api/dogs";
  EXPECT_EQ(match(router, head).error().code, errors::unknown_path);
}

TEST_F(StagesTest, AuthorizeAsksForTheScopesOfTheOperation) {
  const auto missing = [](const Route& asked, const char* scopes) -> std::string {
    const auto allowed = check_scope(asked, *ScopeSet::parse(scopes));
    if (allowed) return "";
    EXPECT_EQ(allowed.error().code, errors::insufficient_scope);
    return allowed.error().headers.front().second;
  };
  const std::string challenge = "Bearer realm=\"vip\", error=\"insufficient_scope\", scope=";
  EXPECT_EQ(missing(list_regions(), "pet:read"), "");
  EXPECT_EQ(missing(list_regions(), "pet.regions:read"), "");
  EXPECT_EQ(missing(list_regions(), "pet:create pet:update"), challenge + "\"pet:read\"");
  // A create cannot do without last-name, which is personal data.
  EXPECT_EQ(missing(create_owner(), "pet:create pet:pii"), "");
  EXPECT_EQ(missing(create_owner(), "pet:create"), challenge + "\"pet:pii\"");
  EXPECT_EQ(missing(create_owner(), "pet:read"), challenge + "\"pet:create pet:pii\"");
}

struct MediaRow {
  Route route;
  std::vector<std::pair<std::string, std::string>> headers;
  std::uint64_t length;
  std::string expected;
  bool chunked = false;
};

TEST_F(StagesTest, NegotiateLooksAtAcceptBeforeTheBody) {
  const Route patch = route(RouteKind::patch, RouteMethod::patch, "/owners/:owner-uuid", "owners");
  const Route remove = route(RouteKind::remove, RouteMethod::del, "/owners/:owner-uuid", "owners");
  const MediaRow rows[] = {
      {list_regions(), {}, 0, ""},
      {list_regions(), {{"Accept", "application/json"}}, 0, ""},
      {list_regions(), {{"Accept", "text/html"}}, 0, "not-acceptable"},
      {list_regions(), {}, 2, "body-not-expected"},
      {list_regions(), {}, 0, "", true},
      {remove, {}, 0, "", true},
      {create_owner(), {}, 0, "unsupported-media-type", true},
      {list_regions(), {{"Accept", "text/html"}}, 2, "not-acceptable"},
      {create_owner(), {{"Content-Type", "application/json"}}, 2, ""},
      {create_owner(), {{"Content-Type", "application/json; charset=utf-8"}}, 2, ""},
      {create_owner(), {{"Content-Type", "text/plain"}}, 2, "unsupported-media-type"},
      {create_owner(), {}, 2, "unsupported-media-type"},
      {create_owner(), {}, 0, ""},
      {create_owner(),
       {{"Content-Type", "application/merge-patch+json"}},
       2,
       "unsupported-media-type"},
      {patch, {{"Content-Type", "application/merge-patch+json"}}, 2, ""},
      {remove, {{"Accept", "text/html"}}, 0, ""},
  };
  for (const MediaRow& row : rows) {
    http::RequestHead head;
    for (const auto& [name, value] : row.headers) head.headers.add(name, value);
    if (!row.chunked) head.content_length = row.length;
    head.chunked = row.chunked;
    const auto fits = check_media(row.route, head);
    EXPECT_EQ(fits ? "" : std::string(info(fits.error().code).name), row.expected)
        << row.route.path << testing::PrintToString(row.headers);
  }
}

TEST_F(StagesTest, DecodeReadsEveryIdOfThePath) {
  const PathIds good = read_path_ids({"owner-uuid", "phone-uuid"}, {kIdInCapitals, kOtherId});
  EXPECT_THAT(good.ids, ElementsAre(*parse_uuid(kId), *parse_uuid(kOtherId)));
  EXPECT_THAT(good.errors, IsEmpty());
  const PathIds bad = read_path_ids({"owner-uuid", "phone-uuid"}, {"7", "x"});
  ASSERT_EQ(bad.errors.size(), 2U);
  EXPECT_EQ(bad.errors[1].name, "phone-uuid");
  EXPECT_EQ(bad.errors[1].code, errors::invalid_uuid);
  EXPECT_EQ(bad.ids.size(), 2U);
}

TEST_F(StagesTest, DecodeFindsTheParentOfANestedPath) {
  const Uuid id = *parse_uuid(kId);
  const Route nested =
      route(RouteKind::list, RouteMethod::get, "/owners/:owner-uuid/phones", "phones");
  EXPECT_EQ(parent_of(nested, {id}).resource, &catalogue_.resource("pets/owners"));
  EXPECT_EQ(parent_of(nested, {id}).id, id);
  const Route flat = route(RouteKind::read, RouteMethod::get, "/phones/:phone-uuid", "phones");
  EXPECT_EQ(parent_of(flat, {id}).resource, nullptr);
  EXPECT_EQ(parent_of(list_regions(), {}).resource, nullptr);
}

TEST_F(StagesTest, ErrorsOfOneStepAreJoinedAndLaterStepsGiveWay) {
  const auto at = [](const char* name) {
    return at_parameter(name, errors::invalid_uuid, "Expected a UUID.");
  };
  const Problem later = fail(errors::insufficient_scope).value();
  const Problem same = fail(at("size")).value();
  EXPECT_EQ(join_errors({}, later).code, errors::insufficient_scope);
  EXPECT_THAT(summary_of(join_errors({at("a")}, same)),
              ElementsAre("a invalid-uuid", "size invalid-uuid"));
  EXPECT_THAT(summary_of(join_errors({at("a")}, later)), ElementsAre("a invalid-uuid"));
}

TEST_F(StagesTest, NamesOfParametersAreKnownAndStandOnce) {
  const QuerySchema schema{*list_regions().resource,
                           {{"town", ParameterKind::q},
                            {"size", ParameterKind::size},
                            {"fields", ParameterKind::fields}}};
  const auto refused = [&](const char* query, Operators operators) {
    Texts texts;
    check_names(*parameters_of_query(query), schema, operators,
                [&](const std::string& name, ErrorCode code, const std::string& message) {
                  texts.push_back(name + " " + std::string(info(code).name) + ": " + message);
                });
    return texts;
  };
  EXPECT_THAT(refused("town=a&size=1", Operators::none), IsEmpty());
  EXPECT_THAT(refused("fields=a&size=1&fields=b", Operators::none), IsEmpty());
  EXPECT_THAT(refused("towm=a", Operators::none),
              ElementsAre("towm unknown-parameter: No such parameter here; did you mean `town`?"));
  EXPECT_THAT(refused("size=1&size=2", Operators::none),
              ElementsAre("size repeated-parameter: The parameter may stand once only."));
  EXPECT_THAT(refused("town[lt]=a", Operators::in_brackets),
              ElementsAre("town[lt] invalid-operator: The field does not take this operator."));
  EXPECT_THAT(refused("town[lt]=a", Operators::none), ElementsAre(testing::HasSubstr("unknown")));
}

TEST_F(StagesTest, SchemasOfRequestsAreMadeOnceForEachRoute) {
  const Router router{catalogue_};
  const RequestSchemas schemas{router};
  const auto schema = [&](http::Method method, const std::string& path) -> const RouteSchema& {
    return schemas.of(*router.match(method, "/pets/v1/api" + path)->route);
  };
  const RouteSchema& patch = schema(http::Method::patch, std::string("/owners/") + kId);
  EXPECT_THAT(patch.path_parameters, ElementsAre("owner-uuid"));
  ASSERT_TRUE(patch.body);
  EXPECT_FALSE(patch.body->creates);
  EXPECT_THAT(patch.query.parameters, IsEmpty());
  const RouteSchema& list = schema(http::Method::get, "/owners");
  EXPECT_FALSE(list.body);
  EXPECT_NE(list.query.find("city"), nullptr);
  EXPECT_EQ(list.query.find("ctiy"), nullptr);
  EXPECT_EQ(list.query.names.size(), list.query.parameters.size() + 1);  // and `filter`
  const RouteSchema& create = schema(http::Method::post, "/owners");
  EXPECT_THAT(create.body->names, testing::Contains("region-uuid"));
}

}  // namespace
}  // namespace vip::test
