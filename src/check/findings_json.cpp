#include <nlohmann/json.hpp>

#include "check/findings.hpp"
#include "hapmill/version.hpp"
#include "matrix/row_fault_message.hpp"

namespace hapmill {

namespace {

using Json = nlohmann::ordered_json;

Json occurrences(Occurrences const& found) {
  return {{"count", found.count},
          {"first_line", found.count == 0 ? Json(nullptr) : Json(found.first_line)}};
}

Json position(std::uint32_t pos) { return pos == 0 ? Json(nullptr) : Json(pos); }

Json contigs(RowOrder const& order) {
  Json list = Json::array();
  for (auto const& contig : order.contigs()) {
    list.push_back({{"name", contig.name},
                    {"rows", contig.row_count},
                    {"first_line", contig.first_line},
                    {"first_pos", position(contig.first_pos)},
                    {"last_pos", position(contig.last_pos)},
                    {"runs", contig.run_count},
                    {"second_run", contig.run_count > 1 ? Json(contig.second_run) : Json(nullptr)},
                    {"backward", occurrences(contig.backward)},
                    {"repeated", occurrences(contig.repeated)}});
  }
  return list;
}

Json cells(MatrixFindings const& found) {
  constexpr char const* roles[] = {"allele", "missing", "deletion"};
  Json list = Json::array();
  for (auto const& kind : cell_kinds(found)) {
    list.push_back({{"text", kind.text},
                    {"count", kind.count},
                    {"is", roles[static_cast<std::size_t>(kind.role)]}});
  }
  return list;
}

Json columns(MatrixFindings const& found) {
  Json list = Json::array();
  for (std::size_t k = 0; k < found.column_names.size(); ++k) {
    list.push_back({{"name", found.column_names[k]},
                    {"missing", found.cells ? Json(found.cells->missing()[k]) : Json(nullptr)}});
  }
  return list;
}

Json samples(RowPlan const& plan) {
  Json list = Json::array();
  for (auto const& sample : plan.samples) {
    Json names = Json::array({plan.column_names[sample.columns.first]});
    if (sample.columns.second != SampleColumns::none) {
      names.push_back(plan.column_names[sample.columns.second]);
    }
    list.push_back({{"name", sample.name}, {"columns", names}});
  }
  return list;
}

Json bad_rows(MatrixFindings const& found) {
  Json reasons = Json::object();
  for (std::size_t kind = 0; kind < found.totals->rejected.size(); ++kind) {
    RejectedRows const& rows = found.totals->rejected[kind];
    if (rows.count == 0) continue;
    reasons[std::string{fault_reason(static_cast<RowFaultKind>(kind))}] = {
        {"count", rows.count}, {"first_lines", rows.first_lines}};
  }
  Json first = Json::array();
  for (auto const& row : found.bad_rows) first.push_back({{"line", row.line}, {"what", row.what}});
  return {{"count", found.totals->rows.rejected}, {"reasons", reasons}, {"first", first}};
}

}  // namespace

std::string findings_as_json(MatrixFindings const& found) {
  bool const succeeds = found.verdict.status == ExitStatus::done;
  Json json{{"program", "hapmill"},
            {"version", version},
            {"command", found.command},
            {"matrix", found.matrix},
            {"convert",
             {{"succeeds", succeeds},
              {"exit_status", static_cast<int>(found.verdict.status)},
              {"error", succeeds ? Json(nullptr) : Json(found.verdict.problem)}}}};
  if (found.has_header) {
    json["bytes"] = found.byte_count == 0 ? Json(nullptr) : Json(found.byte_count);
    json["names_from"] = found.names_from;
    json["first_line"] = found.first_line;
    json["rows"] = found.order.row_count();
    json["whole"] = found.totals.has_value() && !found.is_cut;
    json["columns"] = columns(found);
    json["repeated_names"] = repeated_names(found.header_names);
    json["samples"] = samples(found.plan);
    json["contigs"] = contigs(found.order);
    json["cells"] = cells(found);
    json["other_cells"] = found.cells ? found.cells->other_longer() : 0;
  }
  if (found.totals) {
    json["variant"] = found.totals->rows.written;
    json["non_variant"] = found.totals->rows.non_variant;
    json["filtered"] = found.totals->rows.filtered;
    json["bad_rows"] = bad_rows(found);
  }
  json["notes"] = found.notes;
  json["advice"] = Json::array();
  for (auto const& advice : found.advice) {
    json["advice"].push_back({{"option", advice.option}, {"because", advice.because}});
  }
  // Names may have any bytes, but JSON is UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hapmill
