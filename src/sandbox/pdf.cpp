// The smallest PDF that every reader opens: five objects and their cross-reference table.

#include "sandbox/pdf.h"

#include <fmt/format.h>

namespace vip::sandbox {
namespace {

constexpr std::string_view kPage =
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    "/Resources << /Font << /F1 5 0 R >> >> >>";

// In a literal string of PDF, parentheses and backslashes are escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '(' || c == ')' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::string pdf_page(std::string_view heading, const std::vector<std::string>& lines) {
  std::string content =
      fmt::format("BT /F1 16 Tf 56 780 Td ({}) Tj /F1 11 Tf 0 -30 Td\n", escaped(heading));
  for (const std::string& line : lines) content += fmt::format("({}) Tj 0 -16 Td\n", escaped(line));
  content += "ET\n";
  const std::vector<std::string> objects{
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      std::string(kPage),
      fmt::format("<< /Length {} >>\nstream\n{}endstream", content.size(), content),
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string pdf = "%PDF-1.4\n";
  std::string table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const std::size_t start = pdf.size();
  pdf += fmt::format(
      "xref\n0 {0}\n0000000000 65535 f \n{1}trailer\n<< /Size {0} /Root 1 0 R "
      ">>\nstartxref\n{2}\n%%EOF\n",
      objects.size() + 1, table, start);
  return pdf;
}

}  // namespace vip::sandbox
