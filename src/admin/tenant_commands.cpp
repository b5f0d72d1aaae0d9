// Tenants: one customer's instance of data.

#include <algorithm>

#include "admin/admin_commands.h"
#include "admin/lookup.h"
#include "admin/records_json.h"
#include "admin/scope_arguments.h"
#include "backup/files.h"
#include "core/decimal.h"

namespace vip::admin {
namespace {

std::string shown(const PlatformRecords& records, const TenantRecord& record) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  write_tenant(writer, records, record);
  writer.end_object();
  return text;
}

bool is_currency(const std::string& text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_locale(const std::string& text) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() == 5 && lower(text[0]) && lower(text[1]) && text[2] == '_' && upper(text[3]) &&
         upper(text[4]);
}

// "2 of 812 aggregates are not the sums of what they add up: …"
std::string message_of(const AggregateCheck& check) {
  std::string text = std::to_string(check.wrong) + " of " + std::to_string(check.aggregates) +
                     " aggregates are not the sums of what they add up:";
  for (const WrongAggregate& wrong : check.first) {
    const Resource& resource = *wrong.aggregate->owner;
    text += "\n  " + resource.domain->name + "/" + resource.name + " " + to_string(wrong.record) +
            ": " + wrong.aggregate->name + " is " +
            decimal_to_string(wrong.kept, wrong.aggregate->scale) + ", its sum " +
            decimal_to_string(wrong.sum, wrong.aggregate->scale);
  }
  if (static_cast<std::size_t>(check.wrong) > check.first.size()) text += "\n  and so on";
  return text;
}

}  // namespace

TenantRecord new_tenant(const AdminContext& context, const PlatformRecords& records,
                        const Arguments& arguments) {
  TenantRecord record;
  record.created = context.platform.clock().now();
  auto& tenant = record.tenant;
  tenant.id = make_uuid_v7();
  tenant.customer = find_customer(records, arguments.text("customer")).id;
  tenant.name = arguments.text("name");
  tenant.environment = read_environment(arguments);
  tenant.currency = arguments.optional_text("currency").value_or("GBP");
  tenant.locale = arguments.optional_text("locale").value_or("en_GB");
  tenant.charity = arguments.flag("charity");
  if (!is_currency(tenant.currency))
    refuse_usage("currency must be an ISO 4217 code, as GBP or EUR, not " +
                 in_quotes(tenant.currency) + ".");
  if (!is_locale(tenant.locale))
    refuse_usage("locale must be language and country, as en_GB, not " + in_quotes(tenant.locale) +
                 ".");
  refuse_taken(records, tenant);
  return record;
}

std::string create_tenant(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const TenantRecord record = new_tenant(context, records, arguments);
  context.platform.make_file_of(record);
  context.change(record.tenant.id, [&](PlatformStore& store) { store.insert(record); });
  return shown(records, record);
}

std::string show_tenant(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const auto& record = find_tenant(records, arguments.text("tenant"));
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  write_tenant(writer, records, record);
  write_grants(writer, records, context.platform.clock().now(),
               [&](const Grant& grant) { return grant.tenant == record.tenant.id; });
  writer.end_object();
  return text;
}

std::string rename_tenant(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  auto record = find_tenant(records, arguments.text("tenant"));
  record.tenant.name = arguments.text("name");
  refuse_taken(records, record.tenant);
  context.change(record.tenant.id, [&](PlatformStore& store) {
    store.rename_tenant(record.tenant.id, record.tenant.name);
  });
  return shown(records, record);
}

std::string list_tenants(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const auto customer = arguments.optional_text("customer");
  const auto only = customer ? std::optional{find_customer(records, *customer).id} : std::nullopt;
  std::vector<TenantRecord> listed;
  for (const auto& record : records.tenants)
    if (!only || record.tenant.customer == *only) listed.push_back(record);
  return results(listed, [&](json::Writer& writer, const TenantRecord& record) {
    writer.begin_object();
    write_tenant(writer, records, record);
    writer.end_object();
  });
}

std::string check_tenant(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const auto& record = find_tenant(records, arguments.text("tenant"));
  const AggregateCheck check = context.dependencies.check_aggregates(record);
  if (check.wrong > 0) refuse(message_of(check));
  std::string text;
  json::Writer writer{text};
  writer.begin_object().key("tenant-uuid").string(to_string(record.tenant.id));
  writer.key("name")
      .string(record.tenant.name)
      .key("aggregates")
      .number(check.aggregates)
      .end_object();
  return text;
}

std::string erase_tenant(const AdminContext& context, const Arguments& arguments) {
  const auto records = context.platform.records();
  const auto& record = find_tenant(records, arguments.text("tenant"));
  // Nothing brings the data back: the name has to be said twice, by a person or by a script that
  // means it.
  if (!arguments.flag("yes") && arguments.optional_text("confirm") != record.tenant.name) {
    refuse(
        "Erasing a tenant destroys its data for good. Confirm with --yes, or give its exact name "
        "with --confirm.");
  }
  const auto id = record.tenant.id;
  // Access ends first, so that nobody writes while the data goes; data that an error leaves behind
  // is erased by the same command again.
  context.change(id, [&](PlatformStore& store) {
    for (const auto& grant : records.grants)
      if (grant.grant.tenant == id && !grant.revoked)
        store.revoke_grant(grant.id, context.platform.clock().now());
  });
  if (context.dependencies.erase_data) context.dependencies.erase_data(id);
  context.change(
      id, [&](PlatformStore& store) { store.erase_tenant(id, context.platform.clock().now()); });
  context.platform.database().empty_log();
  remove_left_scratch(context.platform.data_directory());
  std::string text;
  json::Writer writer{text};
  writer.begin_object();
  write_tenant(writer, records, record);
  if (context.dependencies.backups_with) {
    writer.key("backups").begin_array();
    for (const std::string& backup : context.dependencies.backups_with(id)) writer.string(backup);
    writer.end_array();
  }
  writer.end_object();
  return text;
}

}  // namespace vip::admin
