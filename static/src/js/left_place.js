// Where people stood in the list that they left last, kept for the way back to it.
const LEFT = "pmhub:place"

export const keepPlace = (place) => sessionStorage.setItem(LEFT, JSON.stringify(place))
export const leftPlace = () => JSON.parse(sessionStorage.getItem(LEFT))
