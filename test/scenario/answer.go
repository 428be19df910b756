// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"fmt"
	"maps"
	"slices"
)

// fits tells whether an answer has everything that is expected of it. Where is a path, for people.
func fits(expected, actual any, where string) error {
	switch want := expected.(type) {
	case map[string]any:
		got, is := actual.(map[string]any)
		if !is {
			return fmt.Errorf("%s is no object", where)
		}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if err := fits(want[name], got[name], where+"/"+name); err != nil {
				return err
			}
		}
	case []any:
		got, is := actual.([]any)
		if !is || len(got) != len(want) {
			return fmt.Errorf("%s is no list of %d", where, len(want))
		}
		for i := range want {
			if err := fits(want[i], got[i], fmt.Sprintf("%s/%d", where, i)); err != nil {
				return err
			}
		}
	default:
		if expected != actual {
			return fmt.Errorf("%s is %v, not %v", where, actual, expected)
		}
	}
	return nil
}
