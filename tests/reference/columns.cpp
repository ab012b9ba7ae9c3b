#include "columns.hpp"

#include "alleles.hpp"
#include "reference_errors.hpp"
#include "text.hpp"

#include <algorithm>
#include <map>

namespace reference {
namespace {

std::size_t column_of(std::string const& number) {
  if (!is_number(number) || number_less(number, "1")) throw UsageError("no column " + number);
  return std::stoull(number) - 1;
}

/// A decimal number: the digits before and after the point.
bool is_decimal(std::string const& text) {
  std::vector<std::string> const parts = split_fields(text, '.');
  return parts.size() <= 2 && std::all_of(parts.begin(), parts.end(), is_number);
}

/// Compares the whole numbers, then the digits after the point as text.
bool decimal_less(std::string const& left, std::string const& right) {
  auto const split = [](std::string const& text) {
    std::vector<std::string> parts =
        split_fields(text + (text.find('.') == std::string::npos ? "." : ""), '.');
    while (parts[1].ends_with('0')) parts[1].pop_back();
    return parts;
  };
  auto const a = split(left);
  auto const b = split(right);
  if (number_less(a[0], b[0]) || number_less(b[0], a[0])) return number_less(a[0], b[0]);
  return a[1] < b[1];
}

/// Returns the fields that hold this part of the cells whose calls are in `calls`.
std::size_t field_of_part(std::size_t call, std::string const& part, Columns const& columns) {
  auto const place = [&](std::string const& name) {
    return std::find(columns.parts.begin(), columns.parts.end(), name) - columns.parts.begin();
  };
  auto steps = place(part) - place("call");
  std::size_t field = call;
  while (steps != 0) {
    field = steps > 0 ? field + 1 : field - 1;
    if (!columns.site.contains(field)) steps += steps > 0 ? -1 : 1;
  }
  return field;
}

bool has_quality(Columns const& columns) {
  return std::find(columns.parts.begin(), columns.parts.end(), "quality") != columns.parts.end();
}

bool is_listed(std::string const& cell, std::string const& ref, std::string const& alt,
               Policies const& policies) {
  auto const fold = [&](std::string const& text) {
    return policies.fold_case ? upper_case(text) : text;
  };
  Cell const read = read_cell(cell, policies);
  bool const has_control = std::any_of(cell.begin(), cell.end(), [](char symbol) {
    auto const byte = static_cast<unsigned char>(symbol);
    return byte < 0x20 || byte == 0x7F;
  });
  if (cell.empty() || has_control || read.is_missing || read.is_deletion) return true;
  if (read.is_ambiguous && policies.ambiguous == "error") return true;
  if (fold(cell) == fold(ref)) return true;
  if (alt == ".") return false;
  for (std::string const& allele : split_fields(alt, ',')) {
    if (fold(cell) == fold(allele)) return true;
  }
  return false;
}

}  // namespace

Columns make_columns(Options const& options) {
  Columns columns;
  std::map<std::string, std::size_t> places{{"chrom", 0}, {"pos", 1}, {"ref", 2}};
  std::vector<std::size_t> claimed;
  for (std::string const& item : split_fields(options.columns.value_or("pos=2"), ',')) {
    std::vector<std::string> const parts = split_fields(item, '=');
    if (parts.size() != 2) throw UsageError("--columns " + item);
    if (parts[0] != "skip") {
      places[parts[0]] = column_of(parts[1]);
      continue;
    }
    std::vector<std::string> const range = split_fields(parts[1], ':');
    for (std::size_t field = column_of(range[0]); field <= column_of(range.back()); ++field) {
      claimed.push_back(field);
    }
  }
  for (auto const& [name, field] : places) claimed.push_back(field);
  columns.chrom = places["chrom"];
  columns.pos = places["pos"];
  columns.ref = places["ref"];
  if (places.contains("alt")) columns.alt = places["alt"];
  columns.site = {claimed.begin(), claimed.end()};
  if (columns.site.size() != claimed.size()) throw UsageError("--columns: a column named twice");
  columns.parts = split_fields(options.cell_columns.value_or("call"), ',');
  return columns;
}

std::vector<std::string> split_row(std::string const& row, Options const& options) {
  std::vector<std::string> fields = split_fields(row, options.delimiter);
  if (options.delimiter_runs) std::erase(fields, "");
  if (row.empty()) fields.clear();
  return fields;
}

std::vector<std::size_t> call_fields(Columns const& columns, std::size_t field_count) {
  std::size_t const parts = columns.parts.size();
  if (field_count <= *columns.site.rbegin() || field_count <= columns.site.size()) {
    throw InputError("no column of cells");
  }
  if ((field_count - columns.site.size()) % parts != 0) throw InputError("a part of a cell lacks");
  std::vector<std::size_t> calls;
  std::size_t part = 0;
  for (std::size_t field = 0; field < field_count; ++field) {
    if (columns.site.contains(field)) continue;
    if (columns.parts[part % parts] == "call") calls.push_back(field);
    ++part;
  }
  return calls;
}

std::string check_columns(std::vector<std::string> const& fields, std::size_t column_count,
                          Options const& options, Policies const& policies) {
  Columns const columns = make_columns(options);
  if (fields.size() != columns.site.size() + column_count * columns.parts.size()) return "fields";
  std::vector<std::size_t> const calls = call_fields(columns, fields.size());
  for (std::size_t call : calls) {
    if (!has_quality(columns)) break;
    if (!is_decimal(fields[field_of_part(call, "quality", columns)])) return "quality";
  }
  if (!columns.alt) return "";
  for (std::size_t call : calls) {
    if (!is_listed(fields[call], fields[columns.ref], fields[*columns.alt], policies)) {
      return "alt-column";
    }
  }
  return "";
}

std::vector<std::string> arrange(std::vector<std::string> const& fields, Options const& options) {
  Columns const columns = make_columns(options);
  std::vector<std::string> arranged{fields[columns.chrom], fields[columns.pos],
                                    fields[columns.ref]};
  for (std::size_t call : call_fields(columns, fields.size())) {
    bool const is_low =
        options.min_quality &&
        decimal_less(fields[field_of_part(call, "quality", columns)], *options.min_quality);
    std::string const missing = options.missing_codes.empty() ? "N" : options.missing_codes.front();
    arranged.push_back(is_low && !fields[call].empty() ? missing : fields[call]);
  }
  return arranged;
}

std::size_t original_field(std::size_t field, std::size_t column_count, Options const& options) {
  Columns const columns = make_columns(options);
  if (field == 0) return columns.chrom;
  if (field == 1) return columns.pos;
  if (field == 2) return columns.ref;
  return call_fields(columns, columns.site.size() + column_count * columns.parts.size())[field - 3];
}

}  // namespace reference
