#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/action.h"
#include "schema/resource.h"

// Which operations a domain offers, and where. The router matches by this list, OpenAPI documents
// it, the conformance suite walks it: an operation that is offered and one that is published cannot
// differ.

namespace vip {

enum class RouteMethod : std::uint8_t { get, post, patch, del };
std::string_view to_string(RouteMethod method);  // "GET"

enum class RouteKind : std::uint8_t {
  list,              // GET a collection
  create,            // POST a collection
  search,            // POST <collection>/search: the list's parameters as members of a body
  duplicates,        // GET <collection>/duplicates
  read,              // GET one
  patch,             // PATCH one
  remove,            // DELETE one
  singleton_read,    // GET the newest of a parent's one thing
  singleton_create,  // POST a new one that supersedes it
  listed_at,         // GET a further path that lists the resource, below another record
  legacy_list,       // GET legacy id → uuid
  deleted,           // GET <collection>/deleted: what is gone for good
  action,            // GET or POST of an action
};

struct Route {
  RouteKind kind{};
  RouteMethod method{};
  std::string path;                     // below /api: "/contacts/:contact-uuid/addresses"
  const Resource* resource = nullptr;   // of an action: its input
  const ListedAt* listed_at = nullptr;  // of kind listed_at only
  const Action* action = nullptr;       // of kind action only
};

// The action of a route's scope: create, read, update or remove.
std::string_view action_of(const Route& route);
// "contact:read": the scope that a route asks for. A token with the narrower
// "contact.addresses:read" is admitted too.
std::string scope_of(const Route& route);
// Whether a route also asks for the action `pii` of its scope: what it takes cannot do without a
// field with personal data, or what it answers tells personal data as a whole. Calls are authorised
// by this and by action_of(), and documents publish the same.
bool needs_personal_data(const Route& route);
// A path's parameters in order, without the colon: "contact-uuid".
std::vector<std::string> path_parameters(std::string_view path);

std::vector<Route> routes_of(const Resource& resource);
std::vector<Route> routes_of(const Domain& domain);  // in the order of its resources

}  // namespace vip
