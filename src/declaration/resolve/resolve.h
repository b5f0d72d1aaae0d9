#pragma once

#include "declaration/ast/ast.h"

// What needs more than one file, or more than one field. Each step takes what the steps before it
// have settled; faults go to the draft that they are found in.

namespace vip {

// References and imports → Field::target; parents and the field that names them.
void resolve_references(CatalogueDraft& draft);
// copy-of → types and bounds of copies; then whether each field may be null.
void resolve_presence(CatalogueDraft& draft);
// Deactivation, relations, lists, duplicates, unique-together, required-when, only-when.
void resolve_structure(CatalogueDraft& draft);
// transitions, not-before, must-have, default-from, composed → the fields that they name.
void resolve_change_words(CatalogueDraft& draft);
// passed-on → the other resources, what is shared with them.
void resolve_passings(CatalogueDraft& draft);
// total → the numbers that are added up, and who has to tell whom of them.
void resolve_totals(CatalogueDraft& draft);
// Filters, sort, search, comparison keys, indexes: what is declared, else the contract's defaults.
void settle_reading(CatalogueDraft& draft);
// Paths and tables; refuses two that are alike, and parameters that mean two things.
void settle_paths(CatalogueDraft& draft);
// The content files → system-defined entries.
void read_contents(CatalogueDraft& draft, std::vector<DeclarationFault>& faults);

// Completes the path of a resource that `owner` names and finds it; null when its domain is not
// loaded. `what` begins the message of a fault.
const Resource* resolve_target(CatalogueDraft& draft, ResourceDraft& owner, std::string& path,
                               int line, const std::string& what);
// The fields along "patient-uuid.account-uuid.name": every one but the last is a reference, or,
// with `into_lists`, the one before it an array of objects that have it. Empty while a domain on
// the way is not loaded; none after a fault.
std::optional<std::vector<const Field*>> resolve_path(CatalogueDraft& draft, ResourceDraft& owner,
                                                      const std::string& names, int line,
                                                      const std::string& what, bool into_lists);
void resolve_template(CatalogueDraft& draft, ResourceDraft& owner, TextTemplate& text, int line,
                      const std::string& what);
// Whether all gaps name what people can read: texts, numbers, days; personal ones only where the
// field that takes the text is personal too.
void check_text(const ResourceDraft& owner, const TextTemplate& text, const Field& into, int line,
                const std::string& what);

// The draft of a resource of the same domain; a fault when there is none.
ResourceDraft* sibling(CatalogueDraft& draft, const ResourceDraft& of, std::string_view name,
                       int line, std::string_view what);
// Whether a field is a reference to the resource; `lists_too`: or a list of references to it.
bool refers(const Field& field, const Resource& to, bool lists_too);
// The named field; a fault with the nearest name when there is none.
Field* find_or_fault(ResourceDraft& of, std::string_view name, const ResourceDraft& reported_in,
                     int line, std::string_view what);

}  // namespace vip
