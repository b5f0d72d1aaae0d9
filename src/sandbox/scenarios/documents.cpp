#include "sandbox/scenarios/documents.h"

#include <algorithm>

#include "sandbox/pdf.h"

namespace vip::sandbox {

Documents::Documents(Seeder& seeder, const Dataset& dataset)
    : seeder_{seeder}, random_{seeder.random()}, dataset_{dataset} {}

void Documents::add_consent_form(const Patient& patient) {
  const std::int64_t ago =
      seeder_.open_days_ago(random_.between(1, std::min<std::int64_t>(patient.registered, 700)));
  const Client& owner = dataset_.owner_of(patient);
  add(patient,
      {"Anaesthetic consent form",
       "consent.pdf",
       {"I agree that my animal is given an anaesthetic, and I know the risks.",
        "Signed by " + owner.first + " " + owner.last + " at reception."}},
      ago);
}

void Documents::add_radiology_report(const Patient& patient) {
  const std::int64_t ago =
      seeder_.open_days_ago(random_.between(1, std::min<std::int64_t>(patient.registered, 400)));
  add(patient,
      {"Radiology report",
       "radiology-report.pdf",
       {"Two views of the thorax.", "Heart and lungs without findings.",
        "No further imaging is advised."}},
      ago);
}

// The document is in a folder of its own, and the folder is in the patient's history.
void Documents::add(const Patient& patient, const Document& document, std::int64_t days_ago) {
  const Value location{dataset_.location_of(patient).id};
  const std::string page = pdf_page(document.title, document.lines);
  const Uuid folder = seeder_.create("communications/document-folders", {});
  seeder_.create("communications/documents",
                 {{"document-folder-uuid", Value{folder}},
                  {"title", text(document.title)},
                  {"file-name", text(document.file_name)},
                  {"mime-type", text("application/pdf")},
                  {"size", Value{static_cast<std::int64_t>(page.size())}},
                  {"sha-256", text(seeder_.store_content(page))},
                  {"location-uuid", location},
                  {"contact-uuid", Value{dataset_.owner_of(patient).id}},
                  {"patient-uuid", Value{patient.id}}});
  seeder_.create(
      "clinical/clinical-documents",
      {{"patient-uuid", Value{patient.id}},
       {"document-folder-uuid", Value{folder}},
       {"description", text(document.title)},
       {"location-uuid", location},
       {"contact-practitioner-uuid",
        Value{dataset_.surgeon_at(random_, dataset_.owner_of(patient).location, days_ago).id}},
       {"date", seeder_.moment(days_ago, 11 * 60)}});
}

}  // namespace vip::sandbox
