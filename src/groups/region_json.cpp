#include "groups/region_json.hpp"

#include <algorithm>

namespace hapmill {

Json bounds_to_json(std::vector<PosRange> const& bounds) {
  if (std::all_of(bounds.begin(), bounds.end(), [](PosRange const& b) { return b.is_whole(); })) {
    return nullptr;
  }
  Json all = Json::array();
  for (auto const& bound : bounds) {
    all.push_back(bound.first);
    all.push_back(bound.last);
  }
  return all;
}

PosRange bound_from_json(Json const& contig, std::size_t k) {
  auto const bounds = contig.find("positions");
  if (bounds == contig.end()) return {};
  return {whole_number<std::uint32_t>(bounds->at(2 * k)),
          whole_number<std::uint32_t>(bounds->at(2 * k + 1))};
}

Json notes_to_json(RegionNotes const& notes) {
  return {{"count", notes.count},
          {"contigs", notes.contigs},
          {"without_rows", notes.empty_count},
          {"first_without_rows", escape_texts(notes.first_empty)},
          {"unknown_contigs", notes.unknown_count},
          {"first_unknown_contigs", escape_texts(notes.first_unknown)}};
}

RegionNotes notes_from_json(Json const& json) {
  return {whole_number<std::size_t>(json.at("count")),
          whole_numbers<std::uint32_t>(json.at("contigs")),
          whole_number<std::size_t>(json.at("without_rows")),
          unescape_texts(json.at("first_without_rows")),
          whole_number<std::size_t>(json.at("unknown_contigs")),
          unescape_texts(json.at("first_unknown_contigs"))};
}

}  // namespace hapmill
