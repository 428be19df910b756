// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"maps"
	"slices"
	"strings"
)

// Cycles checks that top-level areas do not import one another in a ring, test
// files included: two areas that do cannot be understood, or moved, apart.
func Cycles(r *Repo) []Finding {
	graph := areaGraph(r)
	var found []Finding
	for _, start := range slices.Sorted(maps.Keys(graph)) {
		if ring := graph.cycle(start); ring != nil && start == slices.Min(ring) {
			ring = append(ring, start)
			first := graph[ring[0]][ring[1]]
			found = append(found, Finding{first.Path, first.Line, "areas import one another: " + strings.Join(ring, " -> ")})
		}
	}
	return found
}

// areas maps an area to the areas that it imports, with the first such import.
type areas map[string]map[string]Finding

func areaGraph(r *Repo) areas {
	graph := areas{}
	r.files(func(f *File) {
		from := area(f.Path)
		if graph[from] == nil {
			graph[from] = map[string]Finding{}
		}
		for _, spec := range f.Syntax.Imports {
			dir, ours := ourFolder(importPath(spec))
			to := area(dir)
			if _, known := graph[from][to]; ours && to != from && !known {
				graph[from][to] = Finding{Path: f.Path, Line: r.line(spec.Pos())}
			}
		}
	})
	return graph
}

// cycle returns the shortest way from start back to start, without the return,
// or nil.
func (g areas) cycle(start string) []string {
	ways := [][]string{{start}}
	seen := map[string]bool{}
	for len(ways) > 0 {
		way := ways[0]
		ways = ways[1:]
		for _, next := range slices.Sorted(maps.Keys(g[way[len(way)-1]])) {
			if next == start {
				return way
			}
			if !seen[next] {
				seen[next] = true
				ways = append(ways, append(slices.Clone(way), next))
			}
		}
	}
	return nil
}
