// SPDX-License-Identifier: Apache-2.0

package date

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// calendarJSON is the form of a Calendar on a ledger.
type calendarJSON struct {
	Name     string    `json:"name"`
	From     Date      `json:"from"`
	To       Date      `json:"to"`
	Weekend  []Weekday `json:"weekend"`
	Holidays []Date    `json:"holidays"`
}

// MarshalJSON writes {"name","from","to","weekend":["SAT","SUN"],"holidays":["2026-01-01",…]}.
func (c Calendar) MarshalJSON() ([]byte, error) {
	return json.Marshal(calendarJSON{
		Name: c.name, From: c.from, To: c.to,
		Weekend: append([]Weekday{}, c.Weekend()...), Holidays: append([]Date{}, c.holidays...),
	})
}

// UnmarshalJSON reads what MarshalJSON writes and checks it like NewCalendar; an unknown member is refused.
func (c *Calendar) UnmarshalJSON(data []byte) error {
	var form calendarJSON
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&form); err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	parsed, err := NewCalendar(form.Name, form.From, form.To, form.Weekend, form.Holidays)
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}
