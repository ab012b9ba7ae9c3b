import json
import os
import shlex


def outputs_of(matrix):
    """The converted matrix, and its index where one is made."""
    output = os.path.join(config["results"], matrix + config["suffix"])
    return [output] + ([output + ".csi"] if config["suffix"] in (".vcf.gz", ".bcf") else [])


def setting(matrix, name):
    """Of one matrix, where it has its own, else of all."""
    return MATRICES[matrix].get(name, config[name])


def convert_options(matrix):
    """As hapmill plan takes them, quoted for the shell."""
    return " ".join(shlex.quote(word) for word in shlex.split(setting(matrix, "options")))


def read_plan(path):
    with open(path) as file:
        return json.load(file)


def manifests_of(wildcards):
    """Of all groups, which are known once the plan is there."""
    plan = read_plan(checkpoints.plan.get(matrix=wildcards.matrix).output.plan)
    done = os.path.join(config["work"], wildcards.matrix, "group-{}.done")
    return [done.format(group) for group in range(len(plan["groups"]))]


def part_memory(wildcards, input, attempt):
    """MiB that the plan expects of a group, more on each further attempt."""
    if not os.path.exists(input.plan):
        return config["plan_mem_mb"]
    expected = read_plan(input.plan)["expected_memory"]
    return attempt * max(256, int(1.25 * expected / 2**20) + 1)
