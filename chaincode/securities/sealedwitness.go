// SPDX-License-Identifier: Apache-2.0

package securities

// Witnesses are the members that keep the new lots' openings: custodian, depository and regulator.
func (r ConcealRequest) Witnesses(i Instrument) []string { return i.witnesses(nil, r.Openings) }

// Witnesses are the custodian of what is spent, those of what is made, the depository and the regulator.
func (r MoveSealedRequest) Witnesses(i Instrument) []string { return i.witnesses(r.Spent, r.Made) }

// Witnesses are the custodian and the depository, whose word suffices for the sealed lots. All that is
// revealed is public, so that a gateway may choose whom else to ask.
func (r RevealRequest) Witnesses(i Instrument) []string {
	return distinct(append(keepersOf(r.Openings), i.Depository)...)
}

// Witnesses are the depository, the regulator and, of a lot that is moved, the custodian to which it goes; with their word that
// of the custodian from which it comes is not needed.
func (r ObeyRequest) Witnesses(i Instrument) []string { return i.witnesses(nil, r.Made) }

// witnesses are the members in whose collections a request writes, and those whose word the policies of its lots ask for. A
// client names them and, where the chaincode's policy asks for more members, as few others as it asks for: a gateway finds no
// endorsers for values that go to the collections of several members.
func (i Instrument) witnesses(spent, made []Opening) []string {
	return distinct(append(keepersOf(spent, made), i.Depository, i.Regulator)...)
}

func keepersOf(all ...[]Opening) []string {
	var members []string
	for _, openings := range all {
		for _, opening := range openings {
			members = append(members, opening.Custodian)
		}
	}
	return members
}
