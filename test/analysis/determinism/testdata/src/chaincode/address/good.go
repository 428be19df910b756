// SPDX-License-Identifier: Apache-2.0

package address

import "fmt"

type lot struct {
	id    string
	terms []int
}

type party struct{ parent *party }

func (p *party) String() string { return "party" }

type deal struct {
	Buyer *party
	lot   lot
}

func tell(l *lot, p *party, d deal, err error, tags map[string]int) error {
	_ = fmt.Sprintf("%v %+v %s %v", l, *l, p, d)
	_ = fmt.Sprintf("100%% of %T", &p)
	_ = fmt.Sprintf("%*d", 3, 4)
	return fmt.Errorf("deal %v: %w", tags, err)
}
