// Keeps <table>_words in step with the rows.
//
// Why one row per term and origin record: a change of one address then replaces only that address's
// terms, and the prefix of a term is a range of the table's own key. Terms of fields with personal
// data are flagged, so that a search without personal data never finds them.

#include "store/sqlite/search_index.h"

#include <algorithm>
#include <limits>

#include "core/phone.h"
#include "core/text.h"
#include "store/sqlite/rows.h"

namespace vip::sqlite {

namespace {

bool differs(const std::vector<const Field*>& fields, const Record& before, const Record& after) {
  return std::ranges::any_of(
      fields, [&](const Field* field) { return before.at(*field) != after.at(*field); });
}

// Every record of a resource, in pages, with no statement open between them.
template <class Visit>
void for_each_record(Rows& rows, const Resource& resource, const Visit& visit) {
  Query page;
  page.resource = &resource;
  page.limit = 500;
  for (;;) {
    const std::vector<Record> records = rows.records(page);
    for (const Record& record : records) visit(record);
    if (records.size() < 500) return;
    page.after = Keyset{{}, records.back().sequence};
  }
}

}  // namespace

void SearchIndex::add_terms(const Source& source, const Record& record) {
  Statement insert = database_.prepare("INSERT OR IGNORE INTO " + source.table +
                                       "(word,owner,origin,personal) VALUES(?,?,?,?)");
  for (const Field* field : source.fields) {
    const auto* text = std::get_if<std::string>(&record.at(*field));
    if (text == nullptr) continue;
    const auto add = [&](std::string_view word) {
      insert.with(word, source.owner, record.id(), std::int64_t{field->pii ? 1 : 0});
      insert.run();
    };
    for (const std::string& word : key_words(*text)) add(word);
    // A number in international form is also asked for as it is dialled in its country.
    if (field->format != TextFormat::phone) continue;
    if (const std::string digits = national_digits(*text); !digits.empty()) add(digits);
  }
}

void SearchIndex::add_to_parent(const SearchedBy& searched, const Record& child) {
  const TablePlan& parent = plan_.of(*searched.parent);
  const auto* parent_id = std::get_if<Uuid>(&child.at(*searched.relation->by_field));
  if (parent_id == nullptr) return;
  Statement find = database_.prepare("SELECT seq FROM " + parent.table + " WHERE id=?");
  find.with(*parent_id);
  if (find.step())
    add_terms({parent.terms_table, find.integer(0), searched.relation->searched}, child);
}

void SearchIndex::add(const Record& record) {
  const TablePlan& plan = plan_.of(*record.resource);
  if (!plan.searched.empty()) add_terms({plan.terms_table, record.sequence, plan.searched}, record);
  for (const SearchedBy& searched : plan.searched_by) add_to_parent(searched, record);
}

void SearchIndex::remove_from(const std::string& table, const Record& record) {
  Statement remove = database_.prepare("DELETE FROM " + table + " WHERE origin=?");
  remove.with(record.id());
  remove.run();
}

void SearchIndex::remove(const Record& record) {
  const TablePlan& plan = plan_.of(*record.resource);
  if (!plan.terms_table.empty()) remove_from(plan.terms_table, record);
  for (const SearchedBy& searched : plan.searched_by)
    remove_from(plan_.of(*searched.parent).terms_table, record);
}

void SearchIndex::change(const Record& before, const Record& after) {
  const TablePlan& plan = plan_.of(*after.resource);
  if (differs(plan.searched, before, after)) {
    remove_from(plan.terms_table, before);
    add_terms({plan.terms_table, after.sequence, plan.searched}, after);
  }
  for (const SearchedBy& searched : plan.searched_by) {
    const Field& by = *searched.relation->by_field;
    if (!differs(searched.relation->searched, before, after) && before.at(by) == after.at(by))
      continue;
    remove_from(plan_.of(*searched.parent).terms_table, before);
    add_to_parent(searched, after);
  }
}

void SearchIndex::rebuild(const Resource& resource) {
  const TablePlan& plan = plan_.of(resource);
  if (plan.terms_table.empty()) return;
  database_.execute("DELETE FROM " + plan.terms_table);
  Rows rows{database_, plan_};
  for_each_record(rows, resource, [&](const Record& record) {
    add_terms({plan.terms_table, record.sequence, plan.searched}, record);
  });
  for (const Relation& relation : resource.relations) {
    if (relation.searched.empty() || relation.target == nullptr) continue;
    for_each_record(rows, *relation.target, [&](const Record& child) {
      add_to_parent({&resource, &relation}, child);
    });
  }
}

}  // namespace vip::sqlite
