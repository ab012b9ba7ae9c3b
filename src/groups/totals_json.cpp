#include "groups/totals_json.hpp"

#include <string>

#include "matrix/row_fault_message.hpp"

namespace hapmill {

namespace {

Json rows_to_json(RowCounts const& rows) {
  return {rows.read, rows.written, rows.non_variant, rows.filtered, rows.rejected};
}

RowCounts rows_from_json(Json const& json) {
  auto const count = [&](std::size_t k) { return whole_number<std::uint64_t>(json.at(k)); };
  return {count(0), count(1), count(2), count(3), count(4)};
}

Json rejected_to_json(Totals const& totals) {
  Json all = Json::object();
  for (std::size_t kind = 0; kind < totals.rejected.size(); ++kind) {
    RejectedRows const& rows = totals.rejected[kind];
    if (rows.count == 0) continue;
    all[std::string{fault_reason(static_cast<RowFaultKind>(kind))}] = {
        {"count", rows.count}, {"first_lines", rows.first_lines}};
  }
  return all;
}

void rejected_from_json(Json const& json, Totals& totals) {
  for (std::size_t kind = 0; kind < totals.rejected.size(); ++kind) {
    auto const found = json.find(std::string{fault_reason(static_cast<RowFaultKind>(kind))});
    if (found == json.end()) continue;
    totals.rejected[kind] = {whole_number<std::uint64_t>(found->at("count")),
                             whole_numbers<std::uint64_t>(found->at("first_lines"))};
  }
}

}  // namespace

Json totals_to_json(Totals const& totals) {
  Json contigs = Json::array();
  for (std::size_t k = 0; k < totals.contigs.size(); ++k) {
    if (totals.contigs[k].read != 0) contigs.push_back({k, rows_to_json(totals.contigs[k])});
  }
  Json columns = Json::array();
  for (auto const& column : totals.columns) columns.push_back({column.missing, column.deleted});
  Json json{{"rows", rows_to_json(totals.rows)},
            {"contigs", std::move(contigs)},
            {"rejected", rejected_to_json(totals)},
            {"columns", std::move(columns)},
            {"half_calls", totals.half_calls},
            {"filtered", totals.filtered},
            {"unsorted", nullptr}};
  if (totals.unsorted) {
    UnsortedSite const& site = *totals.unsorted;
    json["unsorted"] = {{"line", site.line},
                        {"contig", escape_text(site.contig)},
                        {"pos", site.pos},
                        {"pos_before", site.pos_before}};
  }
  return json;
}

Totals totals_from_json(Json const& json) {
  Totals totals;
  totals.rows = rows_from_json(json.at("rows"));
  for (auto const& contig : json.at("contigs")) {
    auto const k = whole_number<std::uint32_t>(contig.at(0));
    if (totals.contigs.size() <= k) totals.contigs.resize(std::size_t{k} + 1);
    totals.contigs[k] = rows_from_json(contig.at(1));
  }
  rejected_from_json(json.at("rejected"), totals);
  for (auto const& column : json.at("columns")) {
    totals.columns.push_back(
        {whole_number<std::uint64_t>(column.at(0)), whole_number<std::uint64_t>(column.at(1))});
  }
  totals.half_calls = whole_number<std::uint64_t>(json.at("half_calls"));
  for (std::size_t k = 0; k < totals.filtered.size(); ++k) {
    totals.filtered[k] = whole_number<std::uint64_t>(json.at("filtered").at(k));
  }
  auto const& unsorted = json.at("unsorted");
  if (!unsorted.is_null()) {
    totals.unsorted = {whole_number<std::uint64_t>(unsorted.at("line")),
                       unescape_text(unsorted.at("contig").get<std::string>()),
                       whole_number<std::int64_t>(unsorted.at("pos")),
                       whole_number<std::int64_t>(unsorted.at("pos_before"))};
  }
  return totals;
}

}  // namespace hapmill
