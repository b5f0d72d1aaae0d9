// Routes and their parameters, from small resources made by hand.

#include "schema/routes.h"

#include <gmock/gmock.h>

#include "schema/parameters.h"

namespace vip {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

Field field(std::string name, FieldType type = FieldType::text) {
  Field made;
  made.name = std::move(name);
  made.type = type;
  return made;
}

Resource owners() {
  Resource made;
  made.name = "owners";
  made.scope = "contact";
  made.collection_path = "/owners";
  made.item_path = "/owners/:owner-uuid";
  made.operations = {.list = true, .read = true, .create = true, .patch = true, .remove = true};
  made.include_parameter = "include-deactivated";
  made.fields = {field("owner-uuid", FieldType::uuid), field("last-name"),
                 field("born", FieldType::date), field("modified", FieldType::date_time),
                 field("legacy-id")};
  made.fields[1].filters = bit(FilterOp::eq) | bit(FilterOp::starts_with);
  made.fields[1].sortable = made.fields[1].searched = true;
  made.fields[2].filters = bit(FilterOp::gte) | bit(FilterOp::is_null);
  made.fields[2].filter_as = "birthday";
  made.fields[3].role = FieldRole::modified;
  made.fields[4].role = FieldRole::legacy_id;
  made.fields[4].create_only = true;
  made.fields[4].filters = bit(FilterOp::eq);
  made.legacy_id_field = 4;
  return made;
}

std::vector<std::string> lines(const std::vector<Route>& routes) {
  std::vector<std::string> out;
  for (const Route& route : routes)
    out.push_back(std::string(to_string(route.method)) + " " + route.path + " " + scope_of(route));
  return out;
}

std::vector<std::string> names(const std::vector<QueryParameter>& parameters) {
  std::vector<std::string> out;
  for (const QueryParameter& parameter : parameters) out.push_back(parameter.name);
  return out;
}

TEST(Routes, FollowFromTheOperations) {
  Resource resource = owners();
  resource.duplicates.push_back({"name", 60, {"last-name"}});
  ListedAt& town = resource.listed_at.emplace_back();
  town.path = "/towns/:town-uuid/owners";
  resource.legacy_list = "/migration-owner-legacy-id";
  EXPECT_THAT(lines(routes_of(resource)),
              ElementsAre("GET /owners contact:read", "POST /owners contact:create",
                          "POST /owners/search contact:read", "GET /owners/duplicates contact:read",
                          "GET /owners/:owner-uuid contact:read",
                          "PATCH /owners/:owner-uuid contact:update",
                          "DELETE /owners/:owner-uuid contact:remove",
                          "GET /towns/:town-uuid/owners contact:read",
                          "GET /migration-owner-legacy-id contact:read"));
}

TEST(Routes, WhatIsGoneForGoodHasAList) {
  Resource resource = owners();
  auto deleted = std::make_shared<Resource>();
  deleted->fields = {field("deleted-date", FieldType::date_time)};
  deleted->ordered_by = &deleted->fields.front();
  resource.deleted_records = deleted;
  resource.deleted_path = "/owners/deleted";
  const std::vector<Route> routes = routes_of(resource);
  EXPECT_THAT(lines(routes), Contains("GET /owners/deleted contact:read"));
  EXPECT_THAT(names(parameters_of(routes.back())),
              ElementsAre("page", "size", "cursor", "total", "modified-start", "modified-end"));
}

TEST(Routes, WhatIsNotOfferedIsNotThere) {
  Resource resource = owners();
  resource.operations = {.list = true};
  resource.searchable = false;
  EXPECT_THAT(lines(routes_of(resource)), ElementsAre("GET /owners contact:read"));
}

TEST(Routes, ASingletonLivesAtItsCollection) {
  Resource resource = owners();
  resource.singleton = true;
  resource.operations = {.read = true, .create = true};
  EXPECT_THAT(lines(routes_of(resource)),
              ElementsAre("GET /owners contact:read", "POST /owners contact:create"));
}

TEST(Routes, PathParametersStandInOrder) {
  EXPECT_THAT(path_parameters("/owners"), IsEmpty());
  EXPECT_THAT(path_parameters("/owners/:owner-uuid/pets/:pet-uuid"),
              ElementsAre("owner-uuid", "pet-uuid"));
}

TEST(Parameters, OfAListAreItsPagingViewAndFilters) {
  EXPECT_THAT(
      names(list_parameters(owners())),
      ElementsAre("page", "size", "sort", "cursor", "total", "fields", "q", "include-deactivated",
                  "last-name", "last-name[starts-with]", "born[gte]", "born[is-null]", "born-start",
                  "born-end", "birthday[gte]", "birthday[is-null]", "birthday-start",
                  "birthday-end", "modified-start", "modified-end"));
}

TEST(Parameters, AnEndIsInclusiveForDatesOnly) {
  const Resource resource = owners();
  for (const QueryParameter& parameter : list_parameters(resource)) {
    if (parameter.kind != ParameterKind::end) continue;
    EXPECT_EQ(parameter.op, parameter.name == "modified-end" ? FilterOp::lt : FilterOp::lte);
  }
}

TEST(Parameters, LegacyIdsAreFilteredByTheirOwnListOnly) {
  const Resource resource = owners();
  EXPECT_THAT(names(list_parameters(resource)), Not(Contains("legacy-id")));
  const Route route{RouteKind::legacy_list, RouteMethod::get, "/x", &resource, nullptr};
  EXPECT_THAT(names(parameters_of(route)),
              ElementsAre("page", "size", "cursor", "total", "legacy-id", "legacy-id[in]"));
}

TEST(Parameters, EmbedsCollectionsAndReferencesOfTheSameDomain) {
  Domain here;
  Domain elsewhere;
  Resource town;
  town.domain = &here;
  Resource site;
  site.domain = &elsewhere;
  Resource resource = owners();
  resource.domain = &here;
  Relation& pets = resource.relations.emplace_back();
  pets.name = "pets";
  resource.fields.push_back(field("town-uuid", FieldType::uuid));
  resource.fields.back().target = &town;
  resource.fields.push_back(field("site-uuid", FieldType::uuid));
  resource.fields.back().target = &site;
  EXPECT_THAT(include_names(resource), ElementsAre("pets", "town"));
  resource.fields.push_back(field("town"));
  EXPECT_THAT(include_names(resource), ElementsAre("pets"));
  EXPECT_THAT(names(list_parameters(resource)), Contains("include"));
}

TEST(Parameters, BodiesReplaceTheQueryString) {
  const Resource resource = owners();
  for (const RouteKind kind : {RouteKind::create, RouteKind::search, RouteKind::patch})
    EXPECT_THAT(parameters_of({kind, RouteMethod::post, "/owners", &resource, nullptr}), IsEmpty());
}

}  // namespace
}  // namespace vip
